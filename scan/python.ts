import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasCode } from "../cli/files";
import { run } from "../cli/run";
import { UserError } from "../errors";
import { isRunning } from "../rehearsal/lock";

/**
 * The folder with the programs of Python packages, in a virtual environment of their own: made once, a folder for each set of
 * versions, and kept. Whoever else asks for it meanwhile waits.
 * @param home the folder that holds such environments.
 * @param packages what pip installs, with exact versions: "checkov==3.3.30".
 * @throws UserError when it cannot be made.
 */
export async function pythonPrograms(home: string, packages: readonly string[]): Promise<string> {
  const venv = path.join(home, packages.map((name) => name.replace(/\[.*\]/, "").replace("==", "-")).join("+"));
  const whole = path.join(venv, "whole");
  fs.mkdirSync(home, { recursive: true });
  await alone(`${venv}.lock`, async () => {
    if (fs.existsSync(whole)) return;
    console.log(`installing ${packages.join(" ")} into ${path.relative(process.cwd(), venv)} …`);
    await step("python3", ["-m", "venv", "--clear", venv], home, "apt-get install -y python3-venv");
    const pip = path.join(venv, "bin", "pip");
    await step(pip, ["install", "--quiet", ...packages], home, "look at what pip says; it needs the network");
    fs.writeFileSync(whole, "");
  });
  return path.join(venv, "bin");
}

async function step(command: string, args: readonly string[], cwd: string, next: string): Promise<void> {
  const outcome = await run(command, args, { cwd });
  if (outcome.exitCode === 0) return;
  throw new UserError(`${command} ${args.join(" ")} failed:\n${outcome.stderr || outcome.stdout}`, next);
}

/** Does work while no other process does: the file holds the number of the one that is at it. */
async function alone(file: string, work: () => Promise<void>): Promise<void> {
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
