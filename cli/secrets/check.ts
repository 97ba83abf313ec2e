import { UserError } from "../../common/errors";
import { environmentNamed } from "../../config";
import { isOfRehearsal } from "../../contract";
import { readInfraJson } from "../infra-json";
import { findProjectRoot } from "../project-root";
import { type Backend, backendOf } from "./backend";
import type { SecretDocument } from "./document";
import { envFileProblems } from "./env-file";
import { readLocalFiles } from "./local-files";
import { refuseProblems } from "./problems";
import { originKeyProblems, readExample, variableProblems, variableWarnings } from "./rules";
import { readSecret } from "./secrets-manager";
import { readSopsFile } from "./sops-file";
import { singleQuoteProblems, sopsProblems } from "./sops-rules";

/**
 * `cartographer secrets check <environment>`: whether a deploy would find every secret it needs, whole and matching:
 * before anything is built, and before the host is touched. Reads only.
 * @param backend instead of the one in hosts/table.nix, for a look before changing over.
 * @throws UserError naming everything that is wrong.
 */
export async function checkSecrets(name: string, backend?: Backend): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  const used = backend ?? (await backendOf(root, environment.name));
  const problems = used === "sops" ? [...(await sopsProblems(root, environment.name))] : [];
  const secrets = await read(root, environment.name, used).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    problems.push(error.text);
    return undefined;
  });
  if (secrets) problems.push(...(await documentProblems(root, environment.name, used, secrets)));
  for (const warning of variableWarnings(secrets?.environment ?? {})) console.log(`! ${warning}`);
  refuseProblems(problems, `The secrets of ${environment.name} (${used}) are not in order`);
  const key = isOfRehearsal(await readInfraJson(root, environment.name))
    ? "origin key, not compared: the committed certificate is a rehearsal's"
    : "origin key matches its certificate";
  const names = Object.keys(secrets?.environment ?? {}).join(", ");
  console.log(`✓ The secrets of ${environment.name} (${used}) are in order: ${names}, ${key}.`);
}

/** What is wrong with an environment's secrets themselves, wherever they were read. */
export async function documentProblems(
  root: string,
  environment: string,
  backend: Backend,
  secrets: SecretDocument,
): Promise<readonly string[]> {
  return [
    ...envFileProblems(secrets.environment),
    ...variableProblems(secrets.environment, await readExample(root)),
    ...(backend === "sops" ? singleQuoteProblems(secrets.environment) : []),
    ...originKeyProblems(root, secrets, await readInfraJson(root, environment)),
  ];
}

/** An environment's secrets from where a backend keeps them. */
export async function read(root: string, environment: string, backend: Backend): Promise<SecretDocument> {
  if (backend === "deployment-keys") return readLocalFiles(root, environment);
  if (backend === "sops") return readSopsFile(root, environment);
  const metadata = await readInfraJson(root, environment);
  const secrets = await readSecret(metadata);
  if (secrets) return secrets;
  throw new UserError(`${metadata.secret_name} has no value at AWS yet.`, `./cartographer secrets push ${environment}`);
}
