import { environmentNamed } from "../../config";
import { UserError } from "../../errors";
import { findProjectRoot } from "../project-root";
import { type Backend, backendOf } from "./backend";
import { read } from "./check";
import { envFileProblems } from "./env-file";
import { envFilePath, writeLocalFiles } from "./local-files";
import { refuseProblems } from "./problems";

/**
 * `cartographer secrets export <environment>`: the way back to files on the operator's machine, from either other backend.
 * @param backend instead of the one in hosts/table.nix.
 * @throws UserError when a file is there already, or the secrets cannot be read; nothing is written then.
 */
export async function exportSecrets(name: string, backend?: Backend): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  const from = backend ?? (await backendOf(root, environment.name));
  if (from === "deployment-keys") {
    throw new UserError(
      `The secrets of ${environment.name} are files already: ${envFilePath(environment.name)}.`,
      "say from where: --backend sops, or --backend secrets-manager",
    );
  }
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
