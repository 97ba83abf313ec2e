import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Makes a copy of a file or folder what its source is now, and writes only what differs.
 * @param isLeft files of either side, by name, that are neither copied nor removed.
 */
export function mirror(source: string, copy: string, isLeft: (name: string) => boolean): void {
  const kind = kindOf(source);
  if (kind !== kindOf(copy)) fs.rmSync(copy, { recursive: true, force: true });
  if (kind === "file" && !isSame(source, copy)) fs.cpSync(source, copy);
  if (kind !== "folder") return;
  fs.mkdirSync(copy, { recursive: true });
  const names = new Set([...fs.readdirSync(source), ...fs.readdirSync(copy)]);
  for (const name of names) if (!isLeft(name)) mirror(path.join(source, name), path.join(copy, name), isLeft);
}

function kindOf(place: string): "file" | "folder" | undefined {
  const found = fs.statSync(place, { throwIfNoEntry: false });
  return found && (found.isDirectory() ? "folder" : "file");
}

function isSame(source: string, copy: string): boolean {
  if (!fs.existsSync(copy) || fs.statSync(source).mode !== fs.statSync(copy).mode) return false;
  return fs.readFileSync(source).equals(fs.readFileSync(copy));
}
