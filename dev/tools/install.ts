import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../common/errors";
import { hasCode } from "../../common/files";
import { childEnvironment } from "../../programs/environment";
import { run } from "../../programs/run";
import type { Variables } from "../../programs/shell";
import { isRunning } from "../../rehearsal/lock";

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

/** Does work while no other process does: the file holds the number of the one that is at it. */
export async function alone(file: string, work: () => Promise<void>): Promise<void> {
  while (!taken(file)) await sleep(200);
  try {
    await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function taken(file: string): boolean {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  // A process that was killed left it behind.
  const holder = Number(fs.existsSync(file) ? fs.readFileSync(file, "utf8") : process.pid);
  if (holder !== 0 && !isRunning(holder)) fs.rmSync(file, { force: true });
  return false;
}
