import { environmentNamed, infraStackId } from "../config";
import { UserError } from "../errors";
import { childEnvironment } from "./environment";
import { findProjectRoot } from "./project-root";
import { findOnPath, run } from "./run";
import { sync } from "./sync";
import { findTerraform, refuseWorkspaceVariable } from "./terraform";

/**
 * `npm run deploy -- <environment>`: `cdktf deploy infra-<environment>` at the operator's terminal, then sync.
 * @param extra further arguments for cdktf, for example --auto-approve.
 * @returns the exit code: that of cdktf when it fails, and then nothing is synchronised.
 * @throws UserError for whatever is in the way.
 */
export async function deploy(name: string, extra: readonly string[] = []): Promise<number> {
  const environment = environmentNamed(name);
  refuseWorkspaceVariable();
  await findTerraform();
  const cwd = findProjectRoot();
  if (!process.stdin.isTTY && !extra.includes("--auto-approve")) {
    throw new UserError(
      "cdktf asks before it deploys, and there is no terminal to ask at.",
      `npm run deploy -- ${environment.name} -- --auto-approve (it applies whatever the plan is)`,
    );
  }
  const cdktf = findOnPath("cdktf");
  if (!cdktf) throw new UserError("cdktf is not installed in this checkout.", "npm ci");
  // cdktf.json alone says where the stacks are: another place would be deployed and then not be found by sync.
  const env = childEnvironment({ CDKTF_OUTPUT: undefined });
  const args = ["deploy", infraStackId(environment), ...extra];
  const { exitCode } = await run(cdktf, args, { cwd, env, stdio: "inherit" });
  if (exitCode === 0) await sync(environment.name, { synthesised: true });
  return exitCode;
}
