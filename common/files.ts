import { randomUUID } from "node:crypto";
import { accessSync, constants, statSync } from "node:fs";
import { link, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { UserError } from "./errors";

/** How a file is written. */
export interface WriteOptions {
  /** Its permissions, whatever the umask. @default 0o644 less the umask */
  readonly mode?: number;
}

/**
 * Writes a file whole or not at all: a reader sees the old contents or the new, and a failure leaves the old ones and
 * nothing beside them. What a writer leaves that is killed, git ignores (*.tmp), and the next one of the same file
 * removes. Makes the folder if need be.
 * @throws UserError when the system does not let it be written.
 */
export async function writeAtomically(file: string, contents: string, options: WriteOptions = {}): Promise<void> {
  await withTemporary(file, contents, options, (temporary) => rename(temporary, file));
}

/**
 * Writes a new file whole or not at all and never over another; makes the folder if need be.
 * @throws UserError when something stands there already, or the system does not let it be written.
 */
export async function createExclusively(file: string, contents: string, options: WriteOptions = {}): Promise<void> {
  await withTemporary(file, contents, options, (temporary) => link(temporary, file));
}

/** The text of a file, or undefined when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Whether this process may make files in a folder. */
export function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** Whether that error of the file system carries that code, for example "ENOENT". */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}

async function withTemporary(
  file: string,
  contents: string,
  options: WriteOptions,
  publish: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = path.dirname(file);
  // In the same folder, because neither rename nor link crosses file systems.
  const temporary = path.join(folder, `.${path.basename(file)}.${process.pid}.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await removeLeftovers(file);
    await writeDurably(temporary, contents, options.mode);
    await publish(temporary);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${reason(error)}.`);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined); // the error above says more
  }
}

/**
 * What killed writers of that file left, which may be a secret. A number that another process has got keeps it a while
 * longer.
 */
async function removeLeftovers(file: string): Promise<void> {
  const [folder, prefix] = [path.dirname(file), `.${path.basename(file)}.`];
  for (const name of await readdir(folder)) {
    const [whole, pid] = TEMPORARY.exec(name.startsWith(prefix) ? name.slice(prefix.length) : "") ?? [];
    if (whole && !(pid && isRunning(Number(pid)))) await rm(path.join(folder, name), { force: true });
  }
}

/** The end of a temporary file's name; writers before 0.1.0 gave no number of theirs. */
const TEMPORARY = /^(?:(\d+)\.)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.tmp$/;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM"); // another person's
  }
}

function reason(error: unknown): string {
  if (hasCode(error, "EEXIST")) return "something stands there already, and it is never overwritten";
  return error instanceof Error ? error.message : String(error);
}

async function writeDurably(file: string, contents: string, mode?: number): Promise<void> {
  const handle = await open(file, "wx", mode ?? 0o644);
  try {
    if (mode !== undefined) await handle.chmod(mode); // the umask may have taken bits away
    await handle.writeFile(contents);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
