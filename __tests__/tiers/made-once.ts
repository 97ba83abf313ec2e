import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** The folder in the run's temporary folder with what many test files share; set-up.ts makes it. */
export const MADE_ONCE = "made-once";

/**
 * A folder that is made once a run, by whoever asks for it first, while others wait. It is to be copied, not changed.
 * @param make makes the folder, which does not exist yet.
 * @throws Error when it could not be made, here or where it was tried.
 */
export function madeOnce(name: string, make: (folder: string) => void): string {
  const folder = path.join(os.tmpdir(), MADE_ONCE, name);
  if (isFirst(`${folder}.begun`)) {
    try {
      make(folder);
      fs.writeFileSync(`${folder}.done`, "");
    } catch (error) {
      fs.writeFileSync(`${folder}.failed`, String(error));
    }
  }
  while (!fs.existsSync(`${folder}.done`)) {
    if (fs.existsSync(`${folder}.failed`)) throw new Error(fs.readFileSync(`${folder}.failed`, "utf8"));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50); // the only sleep that blocks
  }
  return folder;
}

/** A value that JSON can hold, made once a run or, by those who ask at the same time, more often. */
export async function keptOnce<Value>(name: string, make: () => Promise<Value>): Promise<Value> {
  const file = path.join(os.tmpdir(), MADE_ONCE, name);
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, "utf8")) as Value; // written below
  const value = await make();
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(value));
  fs.renameSync(draft, file);
  return value;
}

/** Of all processes that ask, one makes the folder. */
function isFirst(folder: string): boolean {
  try {
    fs.mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
