import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../common/errors";
import { childEnvironment } from "./environment";
import { Interrupted } from "./interruption";
import { findOnPath } from "./run";

/**
 * A file that this process has locked. The kernel holds the lock, for as long as the file is open here: it ends with
 * this process, however that ends, and no number of a process or clock is asked. So the file itself may stay, and never
 * is removed: who holds the lock of a file that is gone excludes nobody.
 */
export interface FileLock {
  /** What the last holder had noted and not taken back; "" when it released the lock. */
  readonly left: string;
  /** Replaces what stands in the file, for others to read. */
  note(text: string): void;
  release(): void;
}

/**
 * The programs that take the lock, flock(2), of a file which they get as their descriptor 3 and this process keeps
 * open. Each exits with {@link HELD} when another has it. Node cannot take one itself, and packages that do are
 * compiled for each machine.
 */
export const TAKERS: readonly (readonly [program: string, ...args: string[]])[] = [
  ["flock", "-n", "3"], // Linux: util-linux
  ["perl", "-e", "open(my $file, '+<&=', 3) or exit 2; flock($file, 2 | 4) or exit($!{EWOULDBLOCK} ? 1 : 2)"], // macOS
];
const HELD = 1;

/**
 * Takes the lock of a file, which it makes if need be.
 * @returns undefined while another has it, in this process or any other.
 * @throws UserError when there is no program to take it, or the file system has no locks; Interrupted when it was
 * ended.
 */
export function tryLock(file: string, takers = TAKERS): FileLock | undefined {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // Node opens files so that no program that it starts has them, but for the one that gets this.
  const descriptor = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644);
  let taken = false;
  try {
    taken = take(file, descriptor, takers);
  } finally {
    if (!taken) fs.closeSync(descriptor);
  }
  return taken ? held(descriptor) : undefined;
}

function take(file: string, descriptor: number, takers: typeof TAKERS): boolean {
  const taker = takers.find(([program]) => findOnPath(program));
  if (!taker) {
    const names = takers.map(([program]) => program).join(", ");
    throw new UserError(`${file} cannot be locked: none of these is on the PATH: ${names}.`, "install one of them");
  }
  const [program, ...args] = taker;
  const { status, signal, stderr } = spawnSync(program, args, {
    env: childEnvironment(),
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe", descriptor],
  });
  if (status === 0) return true;
  if (status === HELD) return false;
  if (signal) throw new Interrupted(signal); // a terminal's Ctrl-C reaches both
  throw new UserError(`${file} cannot be locked: ${program} says: ${stderr.trim()}`, "use a local file system");
}

function held(descriptor: number): FileLock {
  const note = (text: string) => {
    fs.ftruncateSync(descriptor);
    fs.writeSync(descriptor, text, 0);
  };
  return {
    left: fs.readFileSync(descriptor, "utf8"),
    note,
    release: () => {
      note("");
      fs.closeSync(descriptor);
    },
  };
}
