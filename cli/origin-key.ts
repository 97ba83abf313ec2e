import { createHash, createPublicKey } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { environmentNamed, project } from "../config";
import { createOriginKeyAndCsr, originHostnames } from "../constructs/origin-csr";
import { UserError } from "../errors";
import { originCsrPath, originKeyPath } from "../origin-slots";
import { createExclusively } from "./files";
import { commitCommands } from "./git";
import { findProjectRoot } from "./project-root";

/**
 * `cartographer origin-key <environment>`: makes the private key of an environment's origin certificate and the request
 * for it, on this machine. Both or neither; the private key is in its file alone.
 * @throws UserError for an unknown environment, when either file exists, or when one cannot be written.
 */
export async function originKey(name: string): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  const key = originKeyPath(environment.name);
  const csr = originCsrPath(environment.name);
  refuseToOverwrite(root, environment.name, { key, csr });

  const hostnames = originHostnames(project.zone);
  const { privateKeyPem, csrPem } = await createOriginKeyAndCsr(hostnames);
  await makePrivateFolder(path.dirname(path.join(root, key)));
  await createExclusively(path.join(root, key), privateKeyPem, { mode: 0o600 });
  try {
    await createExclusively(path.join(root, csr), csrPem);
  } catch (error) {
    await rm(path.join(root, key)); // made just now, by us: without its request it would only be in the way
    throw error;
  }
  const next = await commitCommands(path.join(root, csr), `Certificate request of ${environment.name}`);
  console.log(
    [
      `${key}   private key (RSA 2048, yours alone: git ignores it)`,
      `${csr}   certificate request for ${hostnames.join(", ")}`,
      `SHA-256 of the public key: ${fingerprint(privateKeyPem)}`,
      ...next.map((command) => `  next: ${command}`),
    ].join("\n"),
  );
}

function refuseToOverwrite(
  root: string,
  environment: string,
  files: { readonly key: string; readonly csr: string },
): void {
  const hasKey = existsSync(path.join(root, files.key));
  const hasCsr = existsSync(path.join(root, files.csr));
  if (!hasKey && !hasCsr) return;
  const again = `npx cartographer origin-key ${environment}`;
  if (hasKey && hasCsr) {
    throw new UserError(
      `${environment} has its key and certificate request already (${files.key}, ${files.csr}); nothing was changed. A new pair needs a new certificate, and the host keeps the old one until that is there.`,
      `nothing, if they are in use; otherwise move both away, then: ${again}`,
    );
  }
  const [present, missing] = hasKey ? [files.key, files.csr] : [files.csr, files.key];
  const advice = hasKey
    ? `git log -- ${files.csr} (perhaps it is in another branch); if the key was never used, move it away, then: ${again}`
    : `get ${files.key} from whoever made the request; if it is lost, move ${files.csr} away, then: ${again}`;
  throw new UserError(`${present} exists, ${missing}, which belongs to it, does not; nothing was changed.`, advice);
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
