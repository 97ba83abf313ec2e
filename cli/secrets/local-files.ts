import { existsSync } from "node:fs";
import { rm, stat } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../common/errors";
import { createExclusively, readIfThere } from "../../common/files";
import { ORIGIN_SLOTS, type OriginSlot, originKeyPath } from "../../contract/origin-slots";
import { concealed, type SecretDocument } from "./document";
import { type EnvironmentVariables, parseEnvFile, renderEnvFile } from "./env-file";
import { ENV_EXAMPLE } from "./rules";

/** The file of an environment's variables on the operator's machine, relative to the project; git ignores it. */
export function envFilePath(environment: string): string {
  return environment === "prod" ? ".env.production" : `.env.${environment}`;
}

/**
 * The secrets of an environment as files of the operator's: what the backend `deployment-keys` copies to the host, and
 * what the others take their values from.
 * @throws UserError when the file of variables is missing or does not hold, or a file can be read by others.
 */
export async function readLocalFiles(root: string, environment: string): Promise<SecretDocument> {
  return concealed({
    environment: await readEnvFile(root, environment),
    originKeys: await readLocalOriginKeys(root, environment),
  });
}

/** The origin keys that lie here as files; those of other people's machines, and of other backends, do not. */
export async function readLocalOriginKeys(root: string, environment: string): Promise<SecretDocument["originKeys"]> {
  const found: Partial<Record<OriginSlot, string>> = {};
  for (const slot of ORIGIN_SLOTS) {
    const file = originKeyPath(environment, slot);
    const pem = await readIfThere(path.join(root, file));
    if (pem === undefined) continue;
    await refuseOpenFile(root, file);
    found[slot] = pem;
  }
  return found;
}

/**
 * Writes an environment's secrets as files, for the operator alone.
 * @returns their names, relative to the project.
 * @throws UserError when one of them is there already, or cannot be written: none is there then that was not before.
 */
export async function writeLocalFiles(
  root: string,
  environment: string,
  secrets: SecretDocument,
): Promise<readonly string[]> {
  const files = [
    [envFilePath(environment), renderEnvFile(secrets.environment)] as const,
    ...ORIGIN_SLOTS.flatMap((slot) => {
      const pem = secrets.originKeys[slot];
      return pem === undefined ? [] : [[originKeyPath(environment, slot), pem] as const];
    }),
  ];
  const there = files.map(([file]) => file).filter((file) => existsSync(path.join(root, file)));
  if (there.length > 0) {
    throw new UserError(
      `${there.join(", ")}: there already, and never overwritten. Nothing was written.`,
      there.map((file) => `mv ${file} ${file}.before`).join(" && "),
    );
  }
  const written: string[] = [];
  try {
    for (const [file, text] of files) {
      await createExclusively(path.join(root, file), text, { mode: 0o600 });
      written.push(file);
    }
  } catch (error) {
    for (const file of written) await rm(path.join(root, file)); // made just now, by us
    throw error;
  }
  return written;
}

async function readEnvFile(root: string, environment: string): Promise<EnvironmentVariables> {
  const file = envFilePath(environment);
  const text = await readIfThere(path.join(root, file));
  if (text === undefined) {
    throw new UserError(
      `${file} is not there: the variables of ${environment} are read from it.`,
      `cp ${ENV_EXAMPLE} ${file} && chmod 600 ${file}, then fill it in`,
    );
  }
  await refuseOpenFile(root, file);
  return parseEnvFile(text, file);
}

async function refuseOpenFile(root: string, file: string): Promise<void> {
  const { mode } = await stat(path.join(root, file));
  if ((mode & 0o077) === 0) return;
  throw new UserError(
    `${file} can be read by others on this machine (mode ${(mode & 0o777).toString(8).padStart(4, "0")}); it must ` +
      `be yours alone.`,
    `chmod 600 ${file}`,
  );
}
