import { UserError } from "../../common/errors";
import { shellWord } from "../../programs/shell-word";
import { findProjectRoot } from "../project-root";
import {
  type Candidate,
  committedFiles,
  hasCommits,
  prefixInRepository,
  stagedFiles,
  trackedFiles,
} from "./candidates";
import { type Finding, inspectContents, inspectName } from "./inspect";

export interface GuardOptions {
  /** Only what the next commit would add or change. @default false: every file that git tracks */
  readonly staged?: boolean;
}

/**
 * `cartographer guard [--staged]`: refuses secrets in what git tracks, by the names of files and by their contents.
 * Says where each is and what, never the value.
 * @throws UserError with a line for each finding; when git is missing, or the folder is in no repository.
 */
export function guard({ staged = false }: GuardOptions = {}): void {
  const root = findProjectRoot();
  const project = { root, prefix: prefixInRepository(root) };
  const { count, findings, unread } = inspect(staged ? stagedFiles(root) : trackedFiles(root));
  for (const file of unread) console.log(`${printable(project, file)} is too large: only its name was looked at.`);
  if (findings.length > 0) {
    const files = [...new Set(findings.map(({ file }) => file))];
    throw new UserError(describe(project, findings, staged), (staged ? unstage : untrack)(project, files));
  }
  // The hook calls this before every commit, and has nothing to say then.
  if (!staged) console.log(`${count} files hold no secret that is known by its name or its shape.`);
}

interface Project {
  /** Its folder. */
  readonly root: string;
  /** The way to it from the top of the repository. */
  readonly prefix: string;
}

interface Inspection {
  readonly count: number;
  readonly findings: readonly Finding[];
  /** Files whose contents were not looked at. */
  readonly unread: readonly string[];
}

function inspect(candidates: Iterable<Candidate>): Inspection {
  let count = 0;
  const findings: Finding[] = [];
  const unread: string[] = [];
  for (const { file, contents } of candidates) {
    count += 1;
    findings.push(...inspectName(file));
    if (contents === "too large") unread.push(file);
    else if (contents !== "no file") findings.push(...inspectContents(file, contents));
  }
  return { count, findings, unread };
}

function describe(project: Project, findings: readonly Finding[], staged: boolean): string {
  const where = findings.map(({ file, line }) => printable(project, file) + (line === undefined ? "" : `:${line}`));
  const width = Math.max(...where.map(({ length }) => length));
  const lines = findings.map(({ what, rule }, at) => `${where[at]?.padEnd(width)}  ${what}  (${rule})`);
  const reasons = new Map(findings.map(({ rule, why }) => [rule, why]));
  return [
    staged ? "This commit would carry what must not be committed:" : "git tracks what must not be committed:",
    ...lines,
    ...[...reasons].map(([rule, why]) => `${rule}: ${why}.`),
  ].join("\n");
}

function unstage(project: Project, files: readonly string[]): string {
  const command = hasCommits(project.root) ? "git restore --staged" : "git rm --cached";
  return (
    `${command} -- ${typed(project, files)}\n` +
    `        (a file that belongs into the repository: take the value out of it, git add it again)`
  );
}

function untrack(project: Project, files: readonly string[]): string {
  const committed = committedFiles(project.root, files);
  const known = files.filter((file) => committed.has(file));
  return [
    `git rm --cached -- ${typed(project, files)}`,
    "(a file that belongs into the repository: take the value out of it, git add it again)",
    known.length === 0
      ? "if any was ever committed, treat it as known: rotate it; a later commit does not take it out of the history"
      : `treat as known what ${known.map((file) => printable(project, file)).join(", ")} had, for it was ` +
        `committed: rotate it; a later commit does not take it out of the history`,
  ].join("\n        ");
}

/** A file's path from the top of the repository as one line of a terminal, whatever characters it has. */
function printable({ prefix }: Project, file: string): string {
  const name = prefix + file;
  return /^[\p{L}\p{N}\p{M}\p{P}\p{S} ]+$/u.test(name) ? name : JSON.stringify(name);
}

/**
 * Files as git takes them in every folder of the repository: the hook does not know in which one the operator stands.
 */
function typed({ prefix }: Project, files: readonly string[]): string {
  return files.map((file) => shellWord(`:/${prefix}${file}`)).join(" ");
}
