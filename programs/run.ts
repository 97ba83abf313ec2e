import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { UserError } from "../common/errors";
import { saidBy } from "./answer";
import { childEnvironment } from "./environment";
import { holdSignals, Interrupted, kill, refuseWhenStopped } from "./interruption";
import { ended, Output } from "./output";
import { PATIENCE, type Patience, seconds, signsOfLife, size } from "./patience";
import { shellWord } from "./shell-word";

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
  /** What messages call it. @default the program's name and its first argument */
  readonly name?: string;
  /**
   * Milliseconds after which it is ended, with all that it has started. For questions, never for work.
   * @default none: it takes as long as it takes
   */
  readonly within?: number;
  /** What of {@link PATIENCE} is otherwise. @default nothing */
  readonly patience?: Partial<Patience>;
}

/** How a command ended. */
export interface Outcome {
  /** Its exit code, or 128 and the signal's number, as shells count. */
  readonly exitCode: number;
  /** What it printed; "" when inherited. */
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end, whatever its exit code. The operator is told from time to time that a captured one still
 * runs. Secrets belong into `env` or files, never into `args`.
 * @throws UserError when it cannot be started, does not end in time or prints too much; Interrupted when a signal to
 * stop came while it ran.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  refuseWhenStopped();
  const name = options.name ?? [path.basename(command), ...args.slice(0, 1)].join(" ");
  const patience = { ...PATIENCE, ...options.patience };
  const child = start(command, args, options);
  const watched = watch(child, patience.bytes, options);
  const hold = holdSignals(child, options.within !== undefined);
  const silenced = options.stdio === "inherit" ? () => undefined : signsOfLife(name, patience);
  const exitCode = await ended(child, watched.outputs, patience.grace, () =>
    patience.tell(`${name} has ended; what it has started still holds its output open, and is not waited for.`),
  )
    .catch((error: unknown) => Promise.reject(cannotStart(command, options, error)))
    .finally(() => {
      hold.release();
      silenced();
      watched.release();
    });
  const signal = hold.received();
  if (signal) throw new Interrupted(signal);
  const [stdout = "", stderr = ""] = watched.outputs.map(({ text }) => text);
  if (watched.problem()) {
    throw new UserError(
      `${name} ${watched.problem()}, and was stopped. It said: ${saidBy({ stdout, stderr })}`,
      `type it, and see: cd ${shellWord(options.cwd)} && ${[command, ...args].map(shellWord).join(" ")}`,
    );
  }
  return { exitCode, stdout, stderr };
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

function start(command: string, args: readonly string[], options: RunOptions): ChildProcess {
  const { cwd, env = childEnvironment(), stdio, input, within } = options;
  try {
    return spawn(command, args, {
      cwd,
      env,
      stdio: stdio === "inherit" ? "inherit" : [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      // A group of its own, so that whatever a shim has started ends with it.
      detached: within !== undefined,
    });
  } catch (error) {
    throw cannotStart(command, options, error);
  }
}

function cannotStart(command: string, { cwd }: RunOptions, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(
    `${command} cannot be started in ${cwd}: ${reason}.`,
    `type -a ${shellWord(path.basename(command))}; ls -ld ${shellWord(cwd)}`,
  );
}

/** What is kept of a child's output, and why it was stopped, if it was. */
interface Watch {
  /** Standard output and standard error. */
  readonly outputs: readonly Output[];
  problem(): string | undefined;
  release(): void;
}

function watch(child: ChildProcess, bytes: number, { input, within }: RunOptions): Watch {
  // A command that ends before it has read all is told by its exit code.
  child.stdin?.on("error", () => undefined).end(input);
  let problem: string | undefined;
  const stop = (why: string) => {
    problem ??= why;
    kill(child, within !== undefined, "SIGKILL");
    for (const output of outputs) output.close();
  };
  const outputs = [child.stdout, child.stderr].map(
    (stream) => new Output(stream, bytes, () => stop(`printed more than ${size(bytes)}`)),
  );
  const late = () => stop(`did not end within ${seconds(within ?? 0)}`);
  const timer = within === undefined ? undefined : setTimeout(late, within);
  return { outputs, problem: () => problem, release: () => clearTimeout(timer) };
}
