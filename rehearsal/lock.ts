import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../common/errors";
import { hasCode } from "../common/files";

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
 * Takes the lock, after cleaning up behind a holder that is gone.
 * @throws UserError while another rehearsal runs.
 */
export function takeLock(file: string): Lock {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      fs.writeFileSync(file, JSON.stringify({ pid: process.pid } satisfies Holder), { flag: "wx" });
      break;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
      removeStale(file);
    }
  }
  return {
    noteSockets: (sockets) => fs.writeFileSync(file, JSON.stringify({ pid: process.pid, sockets } satisfies Holder)),
    release: () => fs.rmSync(file, { force: true }),
  };
}

function removeStale(file: string): void {
  const { pid, sockets } = readHolder(file);
  if (pid !== undefined && isRunning(pid)) {
    throw new UserError(`A rehearsal is running already (process ${pid}).`, `wait for it, or stop it: kill ${pid}`);
  }
  if (sockets?.includes(`${path.sep}cartographer-`)) fs.rmSync(sockets, { recursive: true, force: true });
  fs.rmSync(file, { force: true });
}

/** Who holds the lock; nothing of a file that was cut off while it was written. */
function readHolder(file: string): Partial<Holder> {
  try {
    const holder: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    if (typeof holder !== "object" || holder === null) return {};
    const pid = "pid" in holder && typeof holder.pid === "number" ? holder.pid : undefined;
    const sockets = "sockets" in holder && typeof holder.sockets === "string" ? holder.sockets : undefined;
    return { pid, sockets };
  } catch {
    return {};
  }
}

/** Whether there is a process of that number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}
