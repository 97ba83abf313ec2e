import type { ChildProcess } from "node:child_process";
import os from "node:os";
import type { Readable } from "node:stream";

/** What a child prints on one of its streams, up to a limit. */
export class Output {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  /** @param onTooMuch called when more comes than `limit` bytes, which is not kept. */
  constructor(
    private readonly stream: Readable | null,
    limit: number,
    onTooMuch: () => void,
  ) {
    stream?.on("data", (chunk: Buffer) => {
      const room = Math.max(0, limit - this.#bytes);
      this.#bytes += chunk.length;
      this.#chunks.push(chunk.subarray(0, room));
      if (chunk.length > room) onTooMuch();
    });
  }

  /** Number of bytes so far. */
  get bytes(): number {
    return this.#bytes;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }

  /** Reads no further. */
  close(): void {
    this.stream?.destroy();
  }
}

/**
 * So many looks in a row without a new byte make an output quiet: between two of them all that lies in a pipe is read.
 */
const QUIET = 4;
/** After so many looks it is not waited for any longer, also when something goes on printing. */
const LAST = 5 * QUIET;

/**
 * The exit code of a child, as shells count it, once what it printed is complete: when nobody holds its output open any
 * more, or the child itself has ended and for some time nothing came.
 * @param grace that time, in milliseconds.
 * @param onHeld called in the second case.
 */
export function ended(
  child: ChildProcess,
  outputs: readonly Output[],
  grace: number,
  onHeld: () => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      const exitCode = code ?? 128 + (signal ? os.constants.signals[signal] : 0);
      const release = whenQuiet(outputs, grace, () => {
        for (const output of outputs) output.close();
        onHeld();
        resolve(exitCode);
      });
      child.once("close", () => {
        release();
        resolve(exitCode);
      });
    });
  });
}

function whenQuiet(outputs: readonly Output[], grace: number, then: () => void): () => void {
  const total = () => outputs.reduce((sum, { bytes }) => sum + bytes, 0);
  let [before, quiet, looks] = [total(), 0, 0];
  const timer = setInterval(() => {
    quiet = total() === before ? quiet + 1 : 0;
    before = total();
    looks += 1;
    if (quiet < QUIET && looks < LAST) return;
    clearInterval(timer);
    then();
  }, grace / QUIET);
  return () => clearInterval(timer);
}
