import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../common/errors";
import { environmentNamed } from "../../config";
import { originCsrPath, originKeyPath, otherSlot } from "../../contract/origin-slots";
import { commitCommands } from "../../programs/git";
import { readSlotInUse } from "../../stacks/origin-requests";
import { readDeployedInfraJson } from "../infra-json";
import { findProjectRoot } from "../project-root";
import { commitSops } from "../secrets/commit";
import { servedCertificate } from "../served-certificate";
import { dropOriginKey } from "./keep";

/**
 * `cartographer origin-key <environment> --finish`: after a rotation, once the host was seen to show the new
 * certificate, takes the old request and its key away. The next apply then destroys the old certificate, which revokes
 * it.
 * @throws UserError when there is no rotation, or the host does not show the new certificate; nothing is changed then.
 */
export async function finishOriginKey(name: string): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  const slot = readSlotInUse(root, environment.name);
  const old = otherSlot(slot);
  const request = originCsrPath(environment.name, old);
  if (!existsSync(path.join(root, request))) {
    throw new UserError(
      `${environment.name} is not being rotated: there is no ${request}.`,
      `./cartographer origin-key ${environment.name} --rotate`,
    );
  }
  const metadata = await readDeployedInfraJson(root, environment.name);
  if (metadata.origin_slot !== slot) {
    throw new UserError(
      `The committed infra JSON still has the old certificate (${metadata.origin_slot}).`,
      `npm run deploy -- ${environment.name}`,
    );
  }
  const served = new X509Certificate(await servedCertificate(root, environment));
  if (!served.raw.equals(new X509Certificate(metadata.origin_certificate).raw)) {
    throw new UserError(
      `${environment.workspace} does not show the new certificate yet (it shows the one with serial number ` +
        `${served.serialNumber}); nothing was changed.`,
      `colmena apply --on ${environment.workspace}, then this command again`,
    );
  }
  await dropOriginKey(root, environment.name, old); // before the request: when it fails, this command can be run again
  await rm(path.join(root, request));
  console.log(
    `${environment.workspace} shows the new certificate. Gone: ${request}, ${originKeyPath(environment.name, old)}.`,
  );
  const message = `secrets: a new origin certificate of ${environment.name}` as const;
  for (const command of await commitCommands([path.join(root, request)], message)) console.log(`  next: ${command}`);
  await commitSops(root, environment.name);
  console.log(
    `  then: npm run deploy -- ${environment.name} (destroys the old certificate, which revokes it); with ` +
      `secrets-manager also: ./cartographer secrets push ${environment.name}`,
  );
}
