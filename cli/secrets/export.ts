import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../common/errors";
import { environmentNamed } from "../../config";
import { findProjectRoot } from "../project-root";
import { type Backend, backendOf } from "./backend";
import { read } from "./check";
import { envFileProblems } from "./env-file";
import { envFilePath, writeLocalFiles } from "./local-files";
import { refuseProblems } from "./problems";
import { ENV_EXAMPLE } from "./rules";

/**
 * `cartographer secrets export <environment>`: the way back to files on the operator's machine, from either other
 * backend.
 * @param backend instead of the one in hosts/table.nix.
 * @throws UserError when a file is there already, or the secrets cannot be read; nothing is written then.
 */
export async function exportSecrets(name: string, backend?: Backend): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  const from = backend ?? (await backendOf(root, environment.name));
  if (from === "deployment-keys") throw nothingToExport(root, environment.name);
  const secrets = await read(root, environment.name, from);
  refuseProblems(
    envFileProblems(secrets.environment),
    `The variables of ${environment.name} fit into no file; nothing was written`,
  );
  const files = await writeLocalFiles(root, environment.name, secrets);
  console.log(
    [
      ...files.map((file) => `${file}   written (yours alone: git ignores it)`),
      `  next: ./cartographer secrets check ${environment.name} --backend deployment-keys`,
    ].join("\n"),
  );
}

/** With deployment-keys the files are all that there is. */
function nothingToExport(root: string, environment: string): UserError {
  const file = envFilePath(environment);
  const command = `./cartographer secrets export ${environment} --backend`;
  if (existsSync(path.join(root, file))) {
    return new UserError(
      `The secrets of ${environment} are files already: ${file}.`,
      `${command} sops (or secrets-manager)`,
    );
  }
  return new UserError(
    `The secrets of ${environment} are files of those who deploy (deployment-keys), and ${file} is not here: ` +
      `nothing is kept elsewhere.`,
    `get it from whoever deploys, or: cp ${ENV_EXAMPLE} ${file} && chmod 600 ${file}, then fill it in`,
  );
}
