import { lstatSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../common/errors";
import { hasCode } from "../../common/files";
import { type Git, gitIn, parts } from "./git";

/** A file larger than this many bytes is not read: nothing that people write by hand is. */
export const LARGEST = 4 * 1024 * 1024;

/** A file to look at. */
export interface Candidate {
  /** Its path from the project's folder, with "/". */
  readonly file: string;
  /** Its bytes, or why there are none. A link, another repository, and what is gone have a name alone. */
  readonly contents: Buffer | "too large" | "no file";
}

/**
 * The way from the top of the git repository to a project's folder in it: "" at the top, "infra/" in one of more
 * projects.
 * @throws UserError when git is not installed, or there is no repository.
 */
export function prefixInRepository(project: string): string {
  const prefix = gitIn(project)(["rev-parse", "--show-prefix"]);
  if (prefix) return prefix.toString("utf8").replace(/\r?\n$/, "");
  throw new UserError(
    `${project} is in no git repository, so git tracks nothing there: a downloaded archive has none.`,
    "git clone the project instead, or make it a repository: git init && git add --all",
  );
}

/** Every file of the project that git tracks, as it stands in the working tree. */
export function* trackedFiles(project: string): Generator<Candidate> {
  for (const file of parts(must(gitIn(project), ["ls-files", "-z", "--deduplicate"]))) {
    yield { file, contents: read(path.join(project, file)) };
  }
}

/** What the next commit would add to the project or change, as it stands in the index: the working tree may differ. */
export function* stagedFiles(project: string): Generator<Candidate> {
  const git = gitIn(project);
  const staged = stagedBlobs(git);
  const sizes = blobSizes(git, staged);
  for (const group of grouped(staged, (blob) => sizes.get(blob.id) ?? 0)) {
    const contents = blobContents(
      git,
      group.filter(({ id }) => (sizes.get(id) ?? LARGEST + 1) <= LARGEST),
    );
    for (const { file, id } of group) {
      yield { file, contents: contents.get(id) ?? (sizes.has(id) ? "too large" : "no file") };
    }
  }
}

/** The files whose contents are those of the last commit; none before the first one. */
export function committedFiles(project: string, files: readonly string[]): ReadonlySet<string> {
  const changed = gitIn(project)(["diff", "--name-only", "--relative", "--no-renames", "-z", "HEAD"]);
  const different = new Set(changed && parts(changed));
  return new Set(changed ? files.filter((file) => !different.has(file)) : []);
}

/** Whether there is a commit that an index can be restored from. */
export function hasCommits(project: string): boolean {
  return gitIn(project)(["rev-parse", "--verify", "--quiet", "HEAD"]) !== undefined;
}

interface Blob {
  readonly file: string;
  /** The hash under which git keeps the contents. */
  readonly id: string;
}

function stagedBlobs(git: Git): readonly Blob[] {
  const those = ["--cached", "--relative", "--diff-filter=d"];
  const fields = parts(must(git, ["diff", ...those, "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "-z"]));
  return fields.flatMap((header, at) => {
    const [, , , id = ""] = header.split(" "); // ":100644 100644 <old> <new> M", then the path
    return at % 2 === 0 ? [{ file: fields[at + 1] ?? "", id }] : [];
  });
}

/** The size of each blob in bytes; another repository's commit is no blob and has none. */
function blobSizes(git: Git, blobs: readonly Blob[]): ReadonlyMap<string, number> {
  const lines = must(git, ["cat-file", "--batch-check"], ids(blobs)).toString("latin1").split("\n");
  const fields = lines.map((line) => line.split(" "));
  return new Map(fields.flatMap(([id = "", type, size]) => (type === "blob" ? [[id, Number(size)]] : [])));
}

/** `git cat-file --batch` answers each id with "<id> blob <size>", a line feed, the bytes, a line feed. */
function blobContents(git: Git, blobs: readonly Blob[]): ReadonlyMap<string, Buffer> {
  const output = must(git, ["cat-file", "--batch"], ids(blobs));
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const start = output.indexOf("\n", at) + 1;
    const [id = "", , size] = output.toString("latin1", at, start).trim().split(" ");
    const end = start + Number(size);
    contents.set(id, output.subarray(start, end));
    at = end + 1;
  }
  return contents;
}

function ids(blobs: readonly Blob[]): string {
  return blobs.map(({ id }) => `${id}\n`).join("");
}

/** Cuts a list so that no group needs much more memory than a few of the largest files. */
function* grouped(blobs: readonly Blob[], size: (blob: Blob) => number): Generator<readonly Blob[]> {
  let [group, total]: [Blob[], number] = [[], 0];
  for (const blob of blobs) {
    group.push(blob);
    total += Math.min(size(blob), LARGEST);
    if (total < 8 * LARGEST) continue;
    yield group;
    [group, total] = [[], 0];
  }
  yield group;
}

function read(file: string): Candidate["contents"] {
  try {
    const stats = lstatSync(file);
    if (!stats.isFile()) return "no file";
    return stats.size > LARGEST ? "too large" : readFileSync(file);
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return "no file";
    throw new UserError(`${file} cannot be read, so nobody knows what it holds: ${String(error)}`, `ls -l ${file}`);
  }
}

function must(git: Git, args: readonly string[], input?: string): Buffer {
  const output = git(args, input);
  if (output) return output;
  throw new UserError(`git ${args.join(" ")} failed, so nothing was looked at.`, `git ${args.join(" ")}`);
}
