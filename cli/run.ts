import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { UserError } from "../errors";
import { childEnvironment } from "./environment";

/** How to run a command. */
export interface RunOptions {
  /** The folder it runs in. */
  readonly cwd: string;
  /** @default childEnvironment() */
  readonly env?: NodeJS.ProcessEnv;
  /** "inherit" connects it to the operator's terminal; "capture" keeps what it prints. @default "capture" */
  readonly stdio?: "capture" | "inherit";
  /** What it reads from its standard input, when captured. @default nothing */
  readonly input?: string;
}

/** How a command ended. */
export interface Outcome {
  /** Its exit code, or 128 and the signal's number, as shells count. */
  readonly exitCode: number;
  /** What it printed; "" when inherited. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Thrown after a child has ended when the operator interrupted us (Ctrl-C, SIGTERM) meanwhile: unwind, tidy, leave. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** 128 and the signal's number. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`Interrupted by ${signal}.`);
    this.exitCode = 128 + os.constants.signals[signal];
  }
}

/**
 * Runs a command to its end, whatever its exit code. Secrets belong into `env` or files, never into `args`.
 * @throws UserError when it cannot be started; Interrupted when a signal to stop came while it ran.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  if (stopped) throw new Interrupted(stopped);
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? childEnvironment(),
    stdio: options.stdio === "inherit" ? "inherit" : [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // A command that ends before it has read all is told by its exit code.
  child.stdin?.on("error", () => undefined).end(options.input);
  const hold = holdSignals(child);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const exitCode = await exitCodeOf(child, command, options.cwd).finally(hold.release);
  const signal = hold.received();
  if (signal) throw new Interrupted(signal);
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

/** The signal that came within {@link tidily}; from then on no further command is started. */
let stopped: NodeJS.Signals | undefined;

/**
 * Does work that has something to tidy up afterwards: a signal to stop then never ends this process on the spot, not
 * between two commands either, but makes the work unwind.
 * @throws Interrupted when a signal came, and whatever the work throws.
 */
export async function tidily<T>(work: () => Promise<T>): Promise<T> {
  const note = (signal: NodeJS.Signals) => {
    stopped ??= signal;
  };
  process.on("SIGINT", note).on("SIGTERM", note);
  try {
    const result = await work();
    if (stopped) throw new Interrupted(stopped);
    return result;
  } finally {
    process.off("SIGINT", note).off("SIGTERM", note);
    stopped = undefined;
  }
}

/** The executable that `name` starts under that environment's PATH, or undefined. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv = childEnvironment()): string | undefined {
  const folders = (env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function exitCodeOf(child: ChildProcess, command: string, cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new UserError(`${command} cannot be started in ${cwd}: ${error.message}.`)));
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)));
  });
}

/**
 * Keeps this process alive until its child has ended. Ctrl-C reaches the child through the terminal, and a second
 * SIGINT makes Terraform drop what it does, so only SIGTERM, which comes to us alone, is passed on.
 */
function holdSignals(child: ChildProcess): { release(): void; received(): NodeJS.Signals | undefined } {
  let received: NodeJS.Signals | undefined;
  const interrupt = () => {
    received = "SIGINT";
  };
  const terminate = () => {
    received = "SIGTERM";
    child.kill("SIGTERM");
  };
  process.on("SIGINT", interrupt).on("SIGTERM", terminate);
  return {
    release: () => process.off("SIGINT", interrupt).off("SIGTERM", terminate),
    received: () => received,
  };
}

function collect(stream: Readable | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}
