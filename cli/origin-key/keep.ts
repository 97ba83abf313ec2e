import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { createExclusively } from "../../common/files";
import { type OriginSlot, originKeyPath } from "../../contract/origin-slots";
import { conceal } from "../redaction";
import { originKeyName } from "../secrets/document";
import { readSopsConfig, recipientsOf, sopsFilePath } from "../secrets/sops-config";
import { hasSopsFile, inspectSopsFile, readSopsFile, writeSopsFile } from "../secrets/sops-file";

/** Where a new private key was put. */
export interface Kept {
  /** Relative to the project. */
  readonly place: string;
  readonly note: string;
  /** Takes it away again. */
  undo(): Promise<void>;
}

/** Whether this machine, or the environment's encrypted file, has the key of a slot. */
export async function hasOriginKey(root: string, environment: string, slot: OriginSlot): Promise<boolean> {
  if (existsSync(path.join(root, originKeyPath(environment, slot)))) return true;
  if (!hasSopsFile(root, environment)) return false;
  return (await inspectSopsFile(root, environment)).names.includes(originKeyName(slot));
}

/**
 * Puts a private key where the environment's secrets are: into its encrypted file if there is one, otherwise into a
 * file of the operator's own, from where Colmena, `secrets init` or `secrets push` takes it.
 * @throws UserError when it cannot be put there; it is nowhere then.
 */
export async function keepOriginKey(root: string, environment: string, slot: OriginSlot, pem: string): Promise<Kept> {
  conceal(pem, "the origin key");
  if (hasSopsFile(root, environment)) {
    await changeSopsKeys(root, environment, (keys) => ({ ...keys, [slot]: pem }));
    const undo = () => changeSopsKeys(root, environment, ({ [slot]: _, ...others }) => others);
    return { place: sopsFilePath(environment), note: ", encrypted; commit it too", undo };
  }
  const file = path.join(root, originKeyPath(environment, slot));
  await createExclusively(file, pem, { mode: 0o600 });
  return { place: originKeyPath(environment, slot), note: ", yours alone: git ignores it", undo: () => rm(file) };
}

/** Takes a retired slot's key away, wherever this machine has it. */
export async function dropOriginKey(root: string, environment: string, slot: OriginSlot): Promise<void> {
  if (hasSopsFile(root, environment)) {
    await changeSopsKeys(root, environment, ({ [slot]: _, ...others }) => others); // first, because it may fail
  }
  await rm(path.join(root, originKeyPath(environment, slot)), { force: true });
}

type Keys = Readonly<Partial<Record<OriginSlot, string>>>;

async function changeSopsKeys(root: string, environment: string, change: (keys: Keys) => Keys): Promise<void> {
  const secrets = await readSopsFile(root, environment);
  const recipients = recipientsOf(await readSopsConfig(root), environment);
  await writeSopsFile(root, environment, { ...secrets, originKeys: change(secrets.originKeys) }, recipients);
}
