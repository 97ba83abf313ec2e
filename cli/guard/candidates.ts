import { lstatSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../common/errors";
import { hasCode } from "../../common/files";
import { bytesOf } from "../../programs/file-name";
import { shellWord } from "../../programs/shell-word";
import { type Git, gitIn, parts } from "./git";

/** A file larger than this many bytes is not read: nothing that people write by hand is. */
export const LARGEST = 4 * 1024 * 1024;

/** Where git has a file, or the checkout. */
export type Place = "HEAD" | "index" | "working tree";

/** A file to look at. */
export interface Candidate {
  /** Its path from the project's folder, with "/", as nameOf has it. */
  readonly file: string;
  /** Where these are its contents. */
  readonly places: readonly Place[];
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

/** Every file of the project that git tracks: as it stands in the last commit, the index, and the working tree. */
export function* trackedFiles(project: string): Generator<Candidate> {
  const git = gitIn(project);
  const blobs = new Map<string, Blob>();
  for (const blob of [...indexBlobs(git), ...headBlobs(git)]) {
    const key = `${blob.id} ${blob.file}`;
    blobs.set(key, { ...blob, places: [...(blobs.get(key)?.places ?? []), ...blob.places] });
  }
  for (const candidate of filled(git, [...blobs.values()])) {
    if (!candidate.places.includes("index")) yield candidate;
    else yield* withWorkingTree(project, candidate);
  }
}

/** What the next commit would add to the project or change, as it stands in the index: the working tree may differ. */
export function* stagedFiles(project: string): Generator<Candidate> {
  const git = gitIn(project);
  yield* filled(git, stagedBlobs(git));
}

/** These files of the project, as far as they are in the index. */
export function* indexedFiles(project: string, files: readonly string[]): Generator<Candidate> {
  const git = gitIn(project);
  yield* filled(
    git,
    indexBlobs(git).filter(({ file }) => files.includes(file)),
  );
}

/** The text of a file of the project as the index has it; undefined when it has none. */
export function indexedText(project: string, file: string): string | undefined {
  return gitIn(project)(["cat-file", "blob", `:./${file}`])?.toString("utf8");
}

/** Whether there is a commit that an index can be restored from. */
export function hasCommits(project: string): boolean {
  return gitIn(project)(["rev-parse", "--verify", "--quiet", "HEAD"]) !== undefined;
}

interface Blob {
  readonly file: string;
  /** The hash under which git keeps the contents. */
  readonly id: string;
  readonly places: readonly Place[];
}

function indexBlobs(git: Git): readonly Blob[] {
  return parts(must(git, ["ls-files", "--stage", "-z"])).map((line) => listed(line, 1, "index"));
}

function headBlobs(git: Git): readonly Blob[] {
  const tree = git(["ls-tree", "-r", "-z", "HEAD"]); // none before the first commit
  return tree ? parts(tree).map((line) => listed(line, 2, "HEAD")) : [];
}

/** "<mode> <id> <stage>\t<path>" of ls-files, "<mode> <type> <id>\t<path>" of ls-tree. */
function listed(line: string, column: number, place: Place): Blob {
  const tab = line.indexOf("\t");
  return { file: line.slice(tab + 1), id: line.slice(0, tab).split(" ")[column] ?? "", places: [place] };
}

function stagedBlobs(git: Git): readonly Blob[] {
  const those = ["--cached", "--relative", "--diff-filter=d"];
  const fields = parts(must(git, ["diff", ...those, "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "-z"]));
  return fields.flatMap((header, at) => {
    const [, , , id = ""] = header.split(" "); // ":100644 100644 <old> <new> M", then the path
    return at % 2 === 0 ? [{ file: fields[at + 1] ?? "", id, places: ["index"] as const }] : [];
  });
}

/** Blobs with their contents, a group after the other. */
function* filled(git: Git, blobs: readonly Blob[]): Generator<Candidate> {
  const sizes = blobSizes(git, blobs);
  for (const group of grouped(blobs, (blob) => sizes.get(blob.id) ?? 0)) {
    const read = group.filter(({ id }) => (sizes.get(id) ?? LARGEST + 1) <= LARGEST);
    const contents = blobContents(git, read);
    for (const { file, id, places } of group) {
      yield { file, places, contents: contents.get(id) ?? (sizes.has(id) ? "too large" : "no file") };
    }
  }
}

/** What the index has of a file, and what the working tree has where that is something else. */
function* withWorkingTree(project: string, candidate: Candidate): Generator<Candidate> {
  const contents = read(path.join(project, candidate.file));
  if (isSame(contents, candidate.contents)) {
    yield { ...candidate, places: [...candidate.places, "working tree"] };
  } else {
    yield candidate;
    if (contents !== "no file") yield { file: candidate.file, places: ["working tree"], contents };
  }
}

function isSame(one: Candidate["contents"], other: Candidate["contents"]): boolean {
  return one === other || (Buffer.isBuffer(one) && Buffer.isBuffer(other) && one.equals(other));
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
  const bytes = bytesOf(file);
  try {
    const stats = lstatSync(bytes);
    if (!stats.isFile()) return "no file";
    return stats.size > LARGEST ? "too large" : readFileSync(bytes);
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return "no file";
    throw new UserError(
      `${shellWord(file)} cannot be read, so nobody knows what it holds.`,
      `ls -l ${shellWord(file)}`,
    );
  }
}

function must(git: Git, args: readonly string[], input?: string): Buffer {
  const output = git(args, input);
  if (output) return output;
  throw new UserError(`git ${args.join(" ")} failed, so nothing was looked at.`, `git ${args.join(" ")}`);
}
