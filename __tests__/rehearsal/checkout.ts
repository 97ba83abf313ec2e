import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { Outcome } from "../../programs/run";
import { projectFiles } from "../project-files";
import { madeOnce } from "../tiers/made-once";

/** What `npm run rehearse` starts. */
const REHEARSE = ["-r", "./register.js", "rehearsal/main.ts"];

const ROOT = path.resolve(__dirname, "../..");

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, as a person at the terminal would see them, without colours. */
  readonly text: string;
}

/**
 * A checkout of the working tree in a folder of its own, committed there, so that tests may change its code, rehearse
 * in it and kill what they started.
 */
export class Checkout {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "checkout-"));
  /** Where its commands put temporary files: its own, so that a test can see what they leave. */
  readonly temporary = fs.mkdtempSync(path.join(os.tmpdir(), "tmp-"));

  /** @param original what it is a copy of. @default the working tree, as git sees it, but for its tests */
  constructor(original: string = madeOnce("checkout", makeCheckout(isProduct))) {
    fs.cpSync(original, this.folder, { recursive: true, verbatimSymlinks: true });
  }

  path(file: string): string {
    return path.join(this.folder, file);
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), "utf8");
  }

  write(file: string, text: string): void {
    fs.writeFileSync(this.path(file), text);
  }

  /** Replaces text in a file. Fails when there is none to replace, so that a test cannot change nothing unseen. */
  change(file: string, from: string, to: string): void {
    const before = this.read(file);
    if (!before.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)} to change`);
    this.write(file, before.replaceAll(from, to));
  }

  /** Takes back what a test changed. */
  restore(): void {
    git(this.folder, "checkout", "--quiet", ".");
  }

  commit(): void {
    commit(this.folder);
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
    return this.run("node", [...REHEARSE, ...args]);
  }

  /** Shell commands in the rehearsed project, one session for all. */
  exec(script: string, stack?: string): Ended {
    const where = stack === undefined ? [] : ["--stack", stack];
    return this.rehearse(["exec", ...where, "--", "sh", "-ec", script]);
  }

  run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = this.folder): Ended {
    const ended = spawnSync(command, args, { cwd, encoding: "utf8", env: this.environment(env) });
    return endedWith({ ...ended, exitCode: ended.status ?? -1 });
  }

  /**
   * Starts what `npm run rehearse -- ARGS` does in a process group of its own, waits until it prints `until`, and sends
   * the signal to the whole group, as a terminal does with Ctrl-C and at its end. Returns when no process of it is
   * left.
   */
  async kill(signal: "SIGKILL" | "SIGINT" | "SIGHUP", args: readonly string[], until: string): Promise<void> {
    const child = spawn("node", [...REHEARSE, ...args], {
      cwd: this.folder,
      detached: true,
      env: this.environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    await new Promise<void>((resolve, reject) => {
      const listen = (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes(until)) resolve();
      };
      child.stdout.on("data", listen);
      child.stderr.on("data", listen);
      child.once("exit", () => reject(new Error(`It ended before it printed "${until}":\n${printed}`)));
    });
    const group = child.pid ?? 0;
    const ended = once(child, "exit");
    process.kill(-group, signal);
    await ended;
    while (isRunning(group)) await setTimeout(10);
  }

  private environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return { ...process.env, TMPDIR: this.temporary, ...extra };
  }

  remove(): void {
    for (const made of [this.folder, this.temporary]) fs.rmSync(made, { recursive: true, force: true });
  }
}

/** A checkout with the tests too, a third of all files. */
export function wholeCheckout(): Checkout {
  return new Checkout(madeOnce("whole-checkout", makeCheckout()));
}

const isProduct = (file: string) => !file.startsWith("__tests__/");

function makeCheckout(isWanted: (file: string) => boolean = () => true): (folder: string) => void {
  return (folder) => {
    for (const file of projectFiles().filter(isWanted)) {
      fs.cpSync(path.join(ROOT, file), path.join(folder, file), { verbatimSymlinks: true });
    }
    fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    git(folder, "init", "--quiet");
    fs.mkdirSync(path.join(folder, ".git/info"), { recursive: true });
    fs.appendFileSync(path.join(folder, ".git/info/exclude"), "node_modules\n");
    commit(folder);
    git(folder, "repack", "--quiet", "-a", "-d"); // one file to copy in place of hundreds
  };
}

function commit(folder: string): void {
  git(folder, "add", "--all");
  git(folder, "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", "test");
}

/** An outcome as tests look at it. */
export function endedWith({ exitCode, stdout, stderr }: Outcome): Ended {
  return { code: exitCode, stdout, text: stripVTControlCharacters(stdout + stderr) };
}

/** Whether any process of a group still runs: one that has ended may wait for seconds until its parent has noticed. */
function isRunning(group: number): boolean {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pgid=,stat="], { encoding: "utf8" });
  return new RegExp(`^ *${group} +[^Z\\s]`, "m").test(stdout);
}

function git(cwd: string, ...args: string[]): SpawnSyncReturns<string> {
  const ended = spawnSync("git", args, { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (ended.status !== 0) throw new Error(`git ${args.join(" ")} failed:\n${ended.stderr}`);
  return ended;
}
