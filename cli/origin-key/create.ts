import { createHash, createPublicKey } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../common/errors";
import { createExclusively, writeAtomically } from "../../common/files";
import { environmentNamed, project } from "../../config";
import { createOriginKeyAndCsr, originHostnames } from "../../constructs/origin-csr";
import { infraJsonPath, isOfRehearsal } from "../../contract";
import { type OriginSlot, originCsrPath, originKeyPath, originSlotPath, otherSlot } from "../../contract/origin-slots";
import { type CommitSubject, commitCommands } from "../../programs/git";
import { readSlotInUse } from "../../stacks/origin-requests";
import { readInfraJson } from "../infra-json";
import { findProjectRoot } from "../project-root";
import { commitSops } from "../secrets/commit";
import { hasOriginKey, keepOriginKey } from "./keep";

/**
 * `cartographer origin-key <environment>`: makes the private key of an environment's origin certificate and the request
 * for it, on this machine. Both or neither; the private key is where the environment's secrets are, and nowhere else.
 * @throws UserError for an unknown environment, when either exists, or when one cannot be written.
 */
export async function createOriginKey(name: string): Promise<void> {
  const environment = environmentNamed(name).name;
  const root = findProjectRoot();
  const slot = readSlotInUse(root, environment);
  await refuseToOverwrite(root, environment, slot);
  await refuseToReplace(root, environment, slot);
  await make(root, environment, slot);
}

/**
 * `cartographer origin-key <environment> --rotate`: fills the other slot in the same way, and puts it into use: the
 * next apply makes a second certificate beside the first, and the JSON switches to it.
 * @throws UserError when there is nothing to rotate, or a rotation is under way.
 */
export async function rotateOriginKey(name: string): Promise<void> {
  const environment = environmentNamed(name).name;
  const root = findProjectRoot();
  const current = readSlotInUse(root, environment);
  const slot = otherSlot(current);
  if (!existsSync(path.join(root, originCsrPath(environment, current)))) {
    throw new UserError(
      `${environment} has no origin certificate to rotate: ${originCsrPath(environment, current)} does not exist.`,
      `./cartographer origin-key ${environment}`,
    );
  }
  if (existsSync(path.join(root, originCsrPath(environment, slot)))) {
    throw new UserError(
      `${environment} is being rotated already: it has two certificate requests, and ${current} is in use.`,
      `./cartographer origin-key ${environment} --finish`,
    );
  }
  await refuseToOverwrite(root, environment, slot);
  await make(root, environment, slot);
  await writeAtomically(path.join(root, originSlotPath(environment)), `${slot}\n`);
  await printCommit(root, originSlotPath(environment), `secrets: ${environment} rotates its origin certificate`);
  console.log(
    `  then (with secrets-manager first: ./cartographer secrets push ${environment}): npm run deploy -- ` +
      `${environment}, colmena apply --on cartographer-${environment}, ` +
      `./cartographer origin-key ${environment} --finish`,
  );
}

async function make(root: string, environment: string, slot: OriginSlot): Promise<void> {
  const csr = originCsrPath(environment, slot);
  const hostnames = originHostnames(project.zone);
  const { privateKeyPem, csrPem } = await createOriginKeyAndCsr(hostnames);
  await makePrivateFolder(path.join(root, path.dirname(csr)));
  const kept = await keepOriginKey(root, environment, slot, privateKeyPem);
  try {
    await createExclusively(path.join(root, csr), csrPem);
  } catch (error) {
    await kept.undo(); // made just now, by us: without its request it would only be in the way
    throw error;
  }
  console.log(
    [
      `${kept.place}   private key (RSA 2048${kept.note})`,
      `${csr}   certificate request for ${hostnames.join(", ")}`,
      `SHA-256 of the public key: ${fingerprint(privateKeyPem)}`,
    ].join("\n"),
  );
  await printCommit(root, csr, `secrets: certificate request of ${environment}`);
  await commitSops(root, environment);
}

async function printCommit(root: string, file: string, message: CommitSubject): Promise<void> {
  for (const command of await commitCommands([path.join(root, file)], message)) console.log(`  next: ${command}`);
}

async function refuseToOverwrite(root: string, environment: string, slot: OriginSlot): Promise<void> {
  const [key, csr] = [originKeyPath(environment, slot), originCsrPath(environment, slot)];
  const hasKey = await hasOriginKey(root, environment, slot);
  const hasCsr = existsSync(path.join(root, csr));
  if (!hasKey && !hasCsr) return;
  const again = `./cartographer origin-key ${environment}`;
  if (hasKey && hasCsr) {
    throw new UserError(
      `${environment} has its key and certificate request already (${key}, ${csr}); nothing was changed. A new ` +
        `pair needs a new certificate, and the host keeps the old one until that is there.`,
      `nothing, if they are in use; for a new pair: ${again} --rotate`,
    );
  }
  const [present, missing] = hasKey ? [key, csr] : [csr, key];
  const advice = hasKey
    ? `git log -- ${csr} (perhaps it is in another branch); if the key was never used, move it away, then: ${again}`
    : `get ${key} from whoever made the request (docs/secrets.md); if it is lost: ${again} --rotate`;
  throw new UserError(`${present} exists, ${missing}, which belongs to it, does not; nothing was changed.`, advice);
}

/**
 * A request in the place of one that has a certificate would replace that certificate, which revokes what the host
 * shows.
 */
async function refuseToReplace(root: string, environment: string, slot: OriginSlot): Promise<void> {
  const metadata = await readInfraJson(root, environment).catch(() => undefined); // what is not deployed has none
  if (metadata === undefined || isOfRehearsal(metadata) || metadata.origin_slot !== slot) return;
  const csr = originCsrPath(environment, slot);
  throw new UserError(
    `${environment} is deployed with a certificate over ${csr}, which is not here; nothing was changed. Another ` +
      `request in its place would revoke the certificate that the host shows.`,
    `git log --all -- ${csr}, or get it from whoever deployed; only if that host is no more: rm ` +
      `${infraJsonPath(environment)}, then this command again`,
  );
}

async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
}

/** As `openssl pkey -pubout -outform der | openssl sha256` prints it for either file. */
function fingerprint(privateKeyPem: string): string {
  const publicKey = createPublicKey(privateKeyPem).export({ type: "spki", format: "der" });
  return createHash("sha256").update(publicKey).digest("hex");
}
