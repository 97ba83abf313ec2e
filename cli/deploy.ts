import os from "node:os";
import { UserError } from "../common/errors";
import { isWritable } from "../common/files";
import { environmentNamed, infraStackId } from "../config";
import { demandShell, isRehearsed } from "../programs/demand-shell";
import { childEnvironment } from "../programs/environment";
import { findOnPath, run } from "../programs/run";
import { findTerraform } from "../programs/terraform";
import { findProjectRoot } from "./project-root";
import { sync } from "./sync";

/**
 * `npm run deploy -- <environment>`: `cdktf deploy infra-<environment>` at the operator's terminal, then sync.
 * @param extra further arguments for cdktf, for example --auto-approve.
 * @returns the exit code: that of cdktf when it fails, and then nothing is synchronised.
 * @throws UserError for whatever is in the way.
 */
export async function deploy(name: string, extra: readonly string[] = []): Promise<number> {
  const environment = environmentNamed(name);
  const cwd = findProjectRoot();
  demandShell(isRehearsed(cwd));
  await findTerraform();
  if (!process.stdin.isTTY && !extra.includes("--auto-approve")) {
    throw new UserError(
      "cdktf asks before it deploys, and there is no terminal to ask at.",
      `npm run deploy -- ${environment.name} -- --auto-approve (it applies whatever the plan is)`,
    );
  }
  const cdktf = findOnPath("cdktf");
  if (!cdktf) throw new UserError("cdktf is not installed in this checkout.", "npm ci");
  const args = ["deploy", infraStackId(environment), ...extra];
  const { exitCode } = await run(cdktf, args, { cwd, env: cdktfEnvironment(), stdio: "inherit" });
  if (exitCode === 0) await sync(environment.name, { synthesised: true });
  return exitCode;
}

/**
 * cdktf keeps downloads of providers in the home folder, and would end in a stack trace where it can make no folder.
 */
function cdktfEnvironment(): NodeJS.ProcessEnv {
  return childEnvironment(isWritable(os.homedir()) ? {} : { CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1" });
}
