import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../common/errors";
import { childEnvironment } from "../../programs/environment";
import { tryLock } from "../../programs/lock";
import { run } from "../../programs/run";
import type { Variables } from "../../programs/shell";

/**
 * One step of an installation.
 * @param next what to do when it fails.
 * @throws UserError when it fails, with what it said.
 */
export async function step(command: string, args: readonly string[], cwd: string, next: string, env: Variables = {}) {
  const outcome = await run(command, args, { cwd, env: childEnvironment(env) });
  if (outcome.exitCode === 0) return;
  throw new UserError(`${command} ${args.join(" ")} failed:\n${outcome.stderr || outcome.stdout}`, next);
}

/** Does work while nobody else does, in this process or any other: whoever has the lock of the file. */
export async function alone(file: string, work: () => Promise<void>): Promise<void> {
  let lock = tryLock(file);
  while (!lock) {
    await sleep(200);
    lock = tryLock(file);
  }
  try {
    await work();
  } finally {
    lock.release();
  }
}
