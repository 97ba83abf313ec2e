import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../common/errors";
import { tryLock } from "../programs/lock";

/** What the holder notes, for people and for the one that comes after it. */
interface Holder {
  readonly pid: number;
  /** The folder with its sockets, once there is one. */
  readonly sockets?: string;
}

/** One rehearsal at a time: two would write the same states. */
export interface Lock {
  /** Notes where the sockets are, so that the next rehearsal can remove them if this one is killed. */
  noteSockets(folder: string): void;
  release(): void;
}

/**
 * Takes the lock, and cleans up behind a holder that was killed.
 * @throws UserError while another rehearsal runs, or when the lock cannot be taken.
 */
export function takeLock(file: string): Lock {
  const lock = tryLock(file);
  if (!lock) throw isHeld(readHolder(fs.readFileSync(file, "utf8")));
  const note = (more: Partial<Holder> = {}) =>
    lock.note(JSON.stringify({ pid: process.pid, ...more } satisfies Holder));
  const { sockets } = readHolder(lock.left);
  note();
  if (sockets?.includes(`${path.sep}cartographer-`)) fs.rmSync(sockets, { recursive: true, force: true });
  return { noteSockets: (folder) => note({ sockets: folder }), release: lock.release };
}

/**
 * The number tells where to look and no more: it may be of a holder before, or of another machine that shares the
 * folder.
 */
function isHeld({ pid }: Partial<Holder>): UserError {
  return pid === undefined
    ? new UserError("A rehearsal is running already.", "wait for it")
    : new UserError(`A rehearsal is running already (process ${pid}).`, `wait for it, or see what it is: ps -p ${pid}`);
}

/** Who noted that; nothing of a note that was cut off while it was written. */
function readHolder(text: string): Partial<Holder> {
  try {
    const holder: unknown = JSON.parse(text);
    if (typeof holder !== "object" || holder === null) return {};
    const pid = "pid" in holder && typeof holder.pid === "number" ? holder.pid : undefined;
    const sockets = "sockets" in holder && typeof holder.sockets === "string" ? holder.sockets : undefined;
    return { pid, sockets };
  } catch {
    return {};
  }
}
