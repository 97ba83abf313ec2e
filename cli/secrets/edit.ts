import { UserError } from "../../common/errors";
import { environmentNamed } from "../../config";
import { demandTemporaryFolder } from "../../programs/demand-shell";
import { run } from "../../programs/run";
import { findProjectRoot } from "../project-root";
import { checkSecrets } from "./check";
import { commitSops } from "./commit";
import { sopsFilePath } from "./sops-config";
import { findSops, inspectSopsFile } from "./sops-file";

/** What sops says when nothing was changed (FileHasNotBeenModified in its source). */
const UNCHANGED = 200;

/**
 * `cartographer secrets edit <environment>`: opens the environment's encrypted file in the operator's editor (sops
 * does), then checks what came of it.
 * @throws UserError when sops fails, or the secrets are not in order afterwards.
 */
export async function editSecrets(name: string): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  demandTemporaryFolder();
  await inspectSopsFile(root, environment.name);
  const file = sopsFilePath(environment.name);
  const { exitCode } = await run(findSops(), ["edit", file], { cwd: root, stdio: "inherit" });
  if (exitCode !== 0 && exitCode !== UNCHANGED)
    throw new UserError(`sops ended with exit code ${exitCode}; ${file} is as before.`);
  await checkSecrets(environment.name, "sops");
  await commitSops(root, environment.name);
}
