import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

import { projectFiles } from "../project-files";

const ROOT = path.resolve(__dirname, "../..");

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, as a person at the terminal would see them, without colours. */
  readonly text: string;
}

/**
 * A checkout of the working tree in a folder of its own, committed there, so that tests may change its code, rehearse in it
 * and kill what they started.
 */
export class Checkout {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "checkout-"));
  /** Where its commands put temporary files: its own, so that a test can see what they leave. */
  readonly temporary = fs.mkdtempSync(path.join(os.tmpdir(), "tmp-"));

  constructor() {
    for (const file of projectFiles()) {
      fs.cpSync(path.join(ROOT, file), this.path(file), { verbatimSymlinks: true });
    }
    fs.symlinkSync(path.join(ROOT, "node_modules"), this.path("node_modules"));
    git(this.folder, "init", "--quiet");
    fs.appendFileSync(this.path(".git/info/exclude"), "node_modules\n");
    this.commit();
  }

  path(file: string): string {
    return path.join(this.folder, file);
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), "utf8");
  }

  /** Replaces text in a file. Fails when there is none to replace, so that a test cannot change nothing unseen. */
  change(file: string, from: string, to: string): void {
    const before = this.read(file);
    if (!before.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)} to change`);
    fs.writeFileSync(this.path(file), before.replaceAll(from, to));
  }

  /** Takes back what a test changed. */
  restore(): void {
    git(this.folder, "checkout", "--quiet", ".");
  }

  commit(): void {
    git(this.folder, "add", "--all");
    git(this.folder, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", "test");
  }

  /** What git sees as changed or new; nothing when the checkout is as it was. */
  status(): string {
    return git(this.folder, "status", "--porcelain").stdout;
  }

  /** `npm run rehearse -- ARGS`, to its end. */
  npmRunRehearse(...args: readonly string[]): Ended {
    return this.run("npm", ["run", "--silent", "rehearse", "--", ...args]);
  }

  /** The same without npm in between, which takes a tenth of the time. */
  rehearse(args: readonly string[] = []): Ended {
    return this.run("node", ["-r", "./register.js", "rehearsal/main.ts", ...args]);
  }

  /** Shell commands in the rehearsed project, one session for all. */
  exec(script: string, stack?: string): Ended {
    const where = stack === undefined ? [] : ["--stack", stack];
    return this.rehearse(["exec", ...where, "--", "sh", "-ec", script]);
  }

  run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
    const ended = spawnSync(command, args, { cwd: this.folder, encoding: "utf8", env: this.environment(env) });
    const text = stripVTControlCharacters(ended.stdout + ended.stderr);
    return { code: ended.status ?? -1, stdout: ended.stdout, text };
  }

  /**
   * Starts `npm run rehearse -- ARGS` in a process group of its own, waits until it prints `until`, and sends the signal to
   * the whole group, as a terminal does with Ctrl-C. Returns when no process of it is left.
   */
  async kill(signal: "SIGKILL" | "SIGINT", args: readonly string[], until: string): Promise<void> {
    const child = spawn("npm", ["run", "--silent", "rehearse", "--", ...args], {
      cwd: this.folder,
      detached: true,
      env: this.environment(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on("data", (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes(until)) resolve();
      });
      child.once("exit", () => reject(new Error(`It ended before it printed "${until}":\n${printed}`)));
    });
    const group = -(child.pid ?? 0);
    process.kill(group, signal);
    while (isThere(group)) await setTimeout(10);
  }

  private environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return { ...process.env, TMPDIR: this.temporary, ...extra };
  }

  remove(): void {
    for (const made of [this.folder, this.temporary]) fs.rmSync(made, { recursive: true, force: true });
  }
}

/** Whether any process of a group is left. */
function isThere(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch {
    return false;
  }
}

function git(cwd: string, ...args: string[]): SpawnSyncReturns<string> {
  const ended = spawnSync("git", args, { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (ended.status !== 0) throw new Error(`git ${args.join(" ")} failed:\n${ended.stderr}`);
  return ended;
}
