import { spawnSync } from "node:child_process";
import { UserError } from "../../errors";
import { childEnvironment, hookEnvironment } from "../environment";
import { findOnPath } from "../run";

/** Runs a git command in one folder: its bytes, or undefined when it fails. */
export type Git = (args: readonly string[], input?: string) => Buffer | undefined;

/**
 * Git in a folder. Bytes go in and out, which {@link run} of the other verbs does not do.
 * @throws UserError when git is not installed.
 */
export function gitIn(cwd: string): Git {
  const git = findOnPath("git");
  if (!git) throw new UserError("git is not on the PATH.", "apt-get install git, or on macOS: xcode-select --install");
  return (args, input) => {
    const { status, stdout } = spawnSync(git, args, {
      cwd,
      env: childEnvironment(hookEnvironment()),
      input,
      maxBuffer: Infinity,
    });
    return status === 0 ? stdout : undefined;
  };
}

/** The parts of what git prints with -z: they may hold any character but the one that ends each. */
export function parts(output: Buffer): readonly string[] {
  return output.toString("utf8").split("\0").slice(0, -1);
}
