import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const ROOT = path.join(__dirname, "..");

let repository: string | undefined;
afterAll(() => {
  if (repository) fs.rmSync(repository, { recursive: true, force: true });
  repository = undefined;
});

/**
 * Asks git about the project's folder, in a repository of the tests' own: a downloaded archive has none, a subfolder
 * another's.
 * @param input names, for a command that reads them.
 * @returns the parts of the answer.
 */
function git(args: readonly string[], input: readonly string[] = []): readonly string[] {
  const isNew = repository === undefined;
  repository ??= fs.mkdtempSync(path.join(os.tmpdir(), "files-"));
  const where = ["--git-dir", repository, "--work-tree", ROOT];
  if (isNew) spawnSync("git", [...where, "init", "--quiet"]);
  const options = { cwd: ROOT, encoding: "utf8", input: input.join("\0") } as const;
  const { error, stdout } = spawnSync("git", [...where, ...args], options);
  if (error) throw error;
  return stdout.split("\0").slice(0, -1);
}

/** The project's files that git does not ignore, from its folder. */
export function projectFiles(): readonly string[] {
  return git(["ls-files", "-z", "--others", "--exclude-standard"]);
}

/** Those of the names that .gitignore keeps out. */
export function ignoredOf(...names: readonly string[]): readonly string[] {
  return git(["check-ignore", "-z", "--stdin"], names);
}

/** The value of an attribute of .gitattributes for each of the files. */
export function attributesOf(attribute: string, files: readonly string[]): ReadonlyMap<string, string> {
  const fields = git(["check-attr", "-z", "--stdin", attribute], files);
  return new Map(files.map((file, at) => [file, fields[3 * at + 2] ?? ""]));
}
