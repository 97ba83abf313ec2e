import { UserError } from "../common/errors";
import type { Environment } from "../config";
import { findOnPath, run } from "../programs/run";
import { SSH_CONFIG } from "./ssh-config";

/** The arguments of ssh that reach an environment's host as Colmena reaches it. */
export function sshArguments({ workspace }: Pick<Environment, "workspace">): readonly string[] {
  return ["-F", SSH_CONFIG, workspace];
}

/** @throws UserError when there is no ssh. */
export function findSsh(): string {
  const ssh = findOnPath("ssh");
  if (ssh) return ssh;
  throw new UserError("ssh is not on the PATH.", "apt-get install -y openssh-client");
}

/**
 * What a command on an environment's host prints. ssh asks at the terminal whatever it has to ask.
 * @throws UserError when the host is not reached or the command fails.
 */
export async function runOnHost(root: string, environment: Environment, command: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(findSsh(), [...sshArguments(environment), command], { cwd: root });
  if (exitCode === 0) return stdout;
  throw new UserError(
    `${environment.workspace} did not answer: ` +
      `${stderr.trim().split("\n").at(-1) || `ssh ended with exit code ${exitCode}`}`,
    `ssh ${sshArguments(environment).join(" ")}`,
  );
}
