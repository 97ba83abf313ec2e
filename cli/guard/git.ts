import { spawnSync } from "node:child_process";
import { UserError } from "../../common/errors";
import { hasCode } from "../../common/files";
import { childEnvironment, hookEnvironment } from "../../programs/environment";
import { nameOf } from "../../programs/file-name";
import { QUESTION, seconds } from "../../programs/patience";
import { findOnPath } from "../../programs/run";
import { shellWord } from "../../programs/shell-word";

/** Runs a git command in one folder: its bytes, or undefined when it fails. */
export type Git = (args: readonly string[], input?: string) => Buffer | undefined;

/**
 * Git in a folder. Bytes go in and out, which {@link run} of the other verbs does not do.
 * @param within milliseconds in which each command has to end.
 * @throws UserError when git is not installed or does not end.
 */
export function gitIn(cwd: string, within = QUESTION): Git {
  const git = findOnPath("git");
  if (!git) throw new UserError("git is not on the PATH.", "apt-get install git, or on macOS: xcode-select --install");
  return (args, input) => {
    const options = { cwd, env: childEnvironment(hookEnvironment()), input, maxBuffer: Infinity, timeout: within };
    const { status, stdout, error } = spawnSync(git, args, options);
    if (hasCode(error, "ETIMEDOUT")) {
      throw new UserError(
        `git ${args[0]} did not end within ${seconds(within)}, and was stopped.`,
        `cd ${shellWord(cwd)} && git status`,
      );
    }
    return status === 0 ? stdout : undefined;
  };
}

/** The parts of what git prints with -z, as {@link nameOf} has them: any byte but the one that ends each. */
export function parts(output: Buffer): readonly string[] {
  const each = output.toString("latin1").split("\0").slice(0, -1);
  return each.map((part) => nameOf(Buffer.from(part, "latin1")));
}
