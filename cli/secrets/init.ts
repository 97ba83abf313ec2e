import os from "node:os";
import { UserError } from "../../common/errors";
import { createExclusively, readIfThere } from "../../common/files";
import { environmentNamed } from "../../config";
import { ageKeyFile, childEnvironment } from "../../programs/environment";
import { readSlotInUse } from "../../stacks/origin-requests";
import { findProjectRoot } from "../project-root";
import { type AgeRecipient, createAgeKey, recipientsIn } from "./age";
import { documentProblems } from "./check";
import { commitSops } from "./commit";
import type { SecretDocument } from "./document";
import { envFilePath, readLocalFiles } from "./local-files";
import { refuseProblems } from "./problems";
import { reencrypt } from "./re-encrypt";
import {
  readSopsConfig,
  recipientsOf,
  SOPS_CONFIG,
  type SopsConfig,
  sopsFilePath,
  writeSopsConfig,
} from "./sops-config";
import { findSops, hasSopsFile, inspectSopsFile, writeSopsFile } from "./sops-file";

/** How a person may be called in {@link SOPS_CONFIG}: what YAML takes as an anchor, and then some less. */
const OPERATOR = /^[a-z][a-z0-9_-]{0,31}$/;

/**
 * `cartographer secrets init <environment>`: adds the operator to those who can read the environment, and makes its
 * encrypted file of the files that lie here. Where there is one already, it is encrypted anew if the operator can read
 * it.
 * @param as the name under which the operator is listed. @default the name at this machine
 * @throws UserError for whatever is in the way; nothing is written then, but a new age key.
 */
export async function initSecrets(name: string, as: string = os.userInfo().username): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  if (!OPERATOR.test(as)) {
    throw new UserError(
      `"${as}" cannot be a name in ${SOPS_CONFIG}: 1 to 32 of a-z, 0-9, "_" and "-", a letter first.`,
      `./cartographer secrets init ${environment.name} --as <name>`,
    );
  }
  findSops();
  const before = await readSopsConfig(root);
  const secrets = hasSopsFile(root, environment.name) ? undefined : await readyLocalFiles(root, environment.name);
  const own = await ownRecipients();
  const listed = Object.values(before.operators).some((recipient) => own.includes(recipient));
  if (!listed && Object.hasOwn(before.operators, as)) {
    throw new UserError(
      `${SOPS_CONFIG} knows another key of ${as}.`,
      `./cartographer secrets init ${environment.name} --as <another name>, or take the old one off (docs/secrets.md)`,
    );
  }
  const config: SopsConfig = listed ? before : { ...before, operators: { ...before.operators, [as]: own[0] } };
  if (secrets) await create(root, environment.name, config, secrets);
  else await join(root, environment.name, config, own);
}

/** The secrets that lie here as files, whole and in order. */
async function readyLocalFiles(root: string, environment: string): Promise<SecretDocument> {
  const secrets = await readLocalFiles(root, environment);
  const problems = await documentProblems(root, environment, "sops", secrets);
  refuseProblems(problems, `The secrets of ${environment} that lie here are not in order; nothing was written`);
  return secrets;
}

/** Makes the encrypted file. */
async function create(root: string, environment: string, config: SopsConfig, secrets: SecretDocument): Promise<void> {
  await writeSopsFile(root, environment, secrets, recipientsOf(config, environment));
  await writeSopsConfig(root, config, [...new Set([...Object.keys(config.rules), environment])]);
  console.log(
    `${sopsFilePath(environment)} written, of ${envFilePath(environment)} and the ` +
      `${readSlotInUse(root, environment)} key.`,
  );
  if (!config.hosts[environment]) console.log(`  next: ./cartographer secrets add-host ${environment}`);
  await commitSops(root, environment);
}

/** Adds the operator to what is there. */
async function join(
  root: string,
  environment: string,
  config: SopsConfig,
  own: readonly AgeRecipient[],
): Promise<void> {
  const { recipients } = await inspectSopsFile(root, environment);
  const newcomer = recipients.length > 0 && !recipients.some((recipient) => own.some((one) => one === recipient));
  try {
    await reencrypt(root, environment, config);
    console.log(`${sopsFilePath(environment)} encrypted anew for everybody in ${SOPS_CONFIG}.`);
  } catch (error) {
    if (!(error instanceof UserError) || !newcomer) throw error;
    // A newcomer cannot read the file yet: listing the key is all that can be done from here.
    await writeSopsConfig(root, config, [...new Set([...Object.keys(config.rules), environment])]);
    console.log(
      `You are in ${SOPS_CONFIG} now, and cannot read ${environment} yet: commit it, and have somebody who can ` +
        `run:\n  ./cartographer secrets re-encrypt ${environment}`,
    );
  }
  await commitSops(root, environment);
}

/** The public keys of the operator's age keys, where sops finds them too. Makes one where there is none. */
async function ownRecipients(): Promise<readonly [AgeRecipient, ...AgeRecipient[]]> {
  const { SOPS_AGE_KEY: given } = childEnvironment();
  const where = given ? "SOPS_AGE_KEY" : ageKeyFile();
  const text = given || (await readIfThere(where));
  const [first, ...others] = text === undefined ? [] : recipientsIn(text, where);
  if (first) return [first, ...others];
  if (text !== undefined) {
    const next = given ? "unset SOPS_AGE_KEY" : `mv ${where} ${where}.before`;
    throw new UserError(`${where} has no age key of the usual kind in it.`, `${next}, then run this command again`);
  }
  const made = createAgeKey();
  await createExclusively(where, `# public key: ${made.recipient}\n${made.identity}\n`, { mode: 0o600 });
  console.log(
    `${where} made: your age key. It opens every environment: keep a copy where you keep passwords, and give it to ` +
      `nobody.`,
  );
  return [made.recipient];
}
