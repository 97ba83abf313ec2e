import { environmentNamed } from "../../config";
import { findProjectRoot } from "../project-root";
import { commitSops } from "./commit";
import {
  readSopsConfig,
  recipientsOf,
  SOPS_CONFIG,
  type SopsConfig,
  sopsFilePath,
  writeSopsConfig,
} from "./sops-config";
import { readSopsFile, writeSopsFile } from "./sops-file";

/**
 * `cartographer secrets re-encrypt <environment>`: encrypts the environment's file, with a new data key, for exactly
 * those whom .sops.yaml lists. Whoever was taken off can still read what git has of before: then the secrets themselves
 * change too.
 * @throws UserError for whatever is in the way; nothing is written then.
 */
export async function reencryptSecrets(name: string): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  await reencrypt(root, environment.name, await readSopsConfig(root));
  console.log(`${sopsFilePath(environment.name)} encrypted anew for everybody in ${SOPS_CONFIG}.`);
  await commitSops(root, environment.name);
}

/** The same with a configuration that is not written yet: first the file, which may fail, then the configuration. */
export async function reencrypt(root: string, environment: string, config: SopsConfig): Promise<void> {
  const secrets = await readSopsFile(root, environment);
  await writeSopsFile(root, environment, secrets, recipientsOf(config, environment));
  await writeSopsConfig(root, config, [...new Set([...Object.keys(config.rules), environment])]);
}
