/** How long a child process is waited for, and how much of what it prints is kept. Times are milliseconds. */
export interface Patience {
  /**
   * After this time the operator is told that it still runs, and then again each time that thrice as much has passed.
   */
  readonly sign: number;
  /** Once it has ended: how long what it started may keep its output open without a word. */
  readonly grace: number;
  /** The most bytes that it may print on each of its two streams. */
  readonly bytes: number;
  /** Called with each line for the operator. */
  readonly tell: (line: string) => void;
}

const MIB = 1024 * 1024;

/** The patience with every command; a plan of a thousand resources is some MiB of JSON. */
export const PATIENCE: Patience = {
  sign: 10_000,
  grace: 2_000,
  bytes: 64 * MIB,
  tell: (line) => process.stderr.write(`${line}\n`),
};

/**
 * Within how many milliseconds a question that changes nothing (a plan, a state, a file of Nix) is answered, also on a
 * busy machine.
 */
export const QUESTION = 5 * 60_000;

/** Tells the operator from time to time that a command still runs; the function that is returned ends that. */
export function signsOfLife(name: string, { sign, tell }: Patience): () => void {
  const started = performance.now();
  const say = () => {
    tell(`${name} has been running for ${seconds(performance.now() - started)} …`);
    timer = setTimeout(say, 3 * sign);
  };
  let timer = setTimeout(say, sign);
  return () => clearTimeout(timer);
}

/** A time for people; whole seconds, if it has any. */
export function seconds(milliseconds: number): string {
  return `${milliseconds < 1000 ? milliseconds / 1000 : Math.round(milliseconds / 1000)} s`;
}

/** A number of bytes for people; whole MiB, if it has any. */
export function size(bytes: number): string {
  return bytes < MIB ? `${bytes} bytes` : `${Math.round(bytes / MIB)} MiB`;
}
