import os from "node:os";
import { environmentNamed } from "../../config";
import { UserError } from "../../errors";
import { readSlotInUse } from "../../stacks/origin-requests";
import { ageKeyFile } from "../environment";
import { createExclusively, readIfThere } from "../files";
import { findProjectRoot } from "../project-root";
import { type AgeRecipient, createAgeKey, recipientsIn } from "./age";
import { documentProblems } from "./check";
import { commitSops } from "./commit";
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
import { findSops, hasSopsFile, writeSopsFile } from "./sops-file";

/** How a person may be called in {@link SOPS_CONFIG}: what YAML takes as an anchor, and then some less. */
const OPERATOR = /^[a-z][a-z0-9_-]{0,31}$/;

/**
 * `cartographer secrets init <environment>`: adds the operator to those who can read the environment, and makes its
 * encrypted file of the files that lie here. Where there is one already, it is encrypted anew if the operator can read it.
 * @param as the name under which the operator is listed. @default the name at this machine
 * @throws UserError for whatever is in the way; nothing is written then, but a new age key.
 */
export async function initSecrets(name: string, as: string = os.userInfo().username): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  if (!OPERATOR.test(as)) {
    throw new UserError(
      `"${as}" cannot be a name in ${SOPS_CONFIG}: 1 to 32 of a-z, 0-9, "_" and "-", a letter first.`,
      `npx cartographer secrets init ${environment.name} --as <name>`,
    );
  }
  findSops();
  const before = await readSopsConfig(root);
  const own = await ownRecipient();
  const listed = Object.values(before.operators).some((recipient) => recipient === own);
  if (!listed && before.operators[as]) {
    throw new UserError(
      `${SOPS_CONFIG} knows another key of ${as}.`,
      `npx cartographer secrets init ${environment.name} --as <another name>, or take the old one off (docs/secrets.md)`,
    );
  }
  const config: SopsConfig = listed ? before : { ...before, operators: { ...before.operators, [as]: own } };
  if (hasSopsFile(root, environment.name)) await join(root, environment.name, config, listed);
  else await create(root, environment.name, config);
}

/** Makes the encrypted file. */
async function create(root: string, environment: string, config: SopsConfig): Promise<void> {
  const secrets = await readLocalFiles(root, environment);
  const problems = await documentProblems(root, environment, "sops", secrets);
  refuseProblems(problems, `The secrets of ${environment} that lie here are not in order; nothing was written`);
  await writeSopsFile(root, environment, secrets, recipientsOf(config, environment));
  await writeSopsConfig(root, config, [...new Set([...Object.keys(config.rules), environment])]);
  console.log(
    `${sopsFilePath(environment)} written, of ${envFilePath(environment)} and the ${readSlotInUse(root, environment)} key.`,
  );
  if (!config.hosts[environment]) console.log(`  next: npx cartographer secrets add-host ${environment}`);
  await commitSops(root, environment);
}

/** Adds the operator to what is there. */
async function join(root: string, environment: string, config: SopsConfig, listed: boolean): Promise<void> {
  const rules = [...new Set([...Object.keys(config.rules), environment])];
  try {
    await reencrypt(root, environment, config);
    console.log(`${sopsFilePath(environment)} encrypted anew for everybody in ${SOPS_CONFIG}.`);
  } catch (error) {
    if (!(error instanceof UserError) || listed) throw error;
    // A newcomer cannot read the file yet: listing the key is all that can be done from here.
    await writeSopsConfig(root, config, rules);
    console.log(
      `You are in ${SOPS_CONFIG} now, and cannot read ${environment} yet: commit it, and have somebody who can run:\n  npx cartographer secrets re-encrypt ${environment}`,
    );
  }
  await commitSops(root, environment);
}

/** The public key of the operator's age key; the first of several. Makes one where there is none. */
async function ownRecipient(): Promise<AgeRecipient> {
  const file = ageKeyFile();
  const text = await readIfThere(file);
  const [recipient] = text === undefined ? [] : recipientsIn(text, file);
  if (recipient) return recipient;
  if (text !== undefined)
    throw new UserError(`${file} has no age key in it.`, `mv ${file} ${file}.before, then run this command again`);
  const made = createAgeKey();
  await createExclusively(file, `# public key: ${made.recipient}\n${made.identity}\n`, { mode: 0o600 });
  console.log(
    `${file} made: your age key. It opens every environment: keep a copy where you keep passwords, and give it to nobody.`,
  );
  return made.recipient;
}
