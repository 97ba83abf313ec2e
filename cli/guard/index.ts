import { UserError } from "../../common/errors";
import { isShown, shellWord } from "../../programs/shell-word";
import { findProjectRoot } from "../project-root";
import { type Candidate, hasCommits, type Place, prefixInRepository, stagedFiles, trackedFiles } from "./candidates";
import { EXCEPTIONS, readExceptions } from "./exceptions";
import { type Finding, inspectCandidate } from "./inspect";

export interface GuardOptions {
  /** Only what the next commit would add or change. @default false: every file that git tracks */
  readonly staged?: boolean;
}

/**
 * `cartographer guard [--staged]`: refuses secrets in what git tracks, by the names of files and by their contents, in
 * the last commit, the index and the working tree. Says where each is and what, never the value.
 * @throws UserError with a line for each finding; when git is missing, the folder is in no repository, a file of
 * exceptions is not in order, or the library that knows tokens does not work.
 */
export async function guard({ staged = false }: GuardOptions = {}): Promise<void> {
  const root = findProjectRoot();
  const project = { root, prefix: prefixInRepository(root) };
  const isExcepted = await readExceptions(root);
  const { count, findings, unread } = await inspect(staged ? stagedFiles(root) : trackedFiles(root));
  for (const file of unread) console.log(`${printable(project, file)} is too large: only its name was looked at.`);
  const refused = findings.filter((finding) => !isExcepted(finding));
  if (refused.length > 0) {
    throw new UserError(describe(project, refused, staged), (staged ? unstage : untrack)(project, refused));
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

/** What was found, and where the same is found. */
interface Located extends Finding {
  readonly places: readonly Place[];
}

interface Inspection {
  /** How many files were looked at. */
  readonly count: number;
  readonly findings: readonly Located[];
  /** Files whose contents were not looked at. */
  readonly unread: readonly string[];
}

async function inspect(candidates: Iterable<Candidate>): Promise<Inspection> {
  const files = new Set<string>();
  const unread = new Set<string>();
  const findings = new Map<string, Located>();
  for (const candidate of candidates) {
    files.add(candidate.file);
    if (candidate.contents === "too large") unread.add(candidate.file);
    for (const finding of await inspectCandidate(candidate)) {
      const key = JSON.stringify([finding.file, finding.line, finding.rule]);
      const places = [...(findings.get(key)?.places ?? []), ...candidate.places];
      findings.set(key, { ...finding, places: [...new Set(places)] });
    }
  }
  return { count: files.size, findings: [...findings.values()], unread: [...unread] };
}

function describe(project: Project, findings: readonly Located[], staged: boolean): string {
  const where = findings.map(({ file, line }) => printable(project, file) + (line === undefined ? "" : `:${line}`));
  const width = Math.max(...where.map(({ length }) => length));
  const lines = findings.map(({ what, rule, places }, at) => {
    return `${where[at]?.padEnd(width)}  ${what}  (${rule})${staged ? "" : alone(places)}`;
  });
  const reasons = new Map(findings.map(({ rule, why }) => [rule, why]));
  return [
    staged ? "This commit would carry what must not be committed:" : "git tracks what must not be committed:",
    ...lines,
    ...[...reasons].map(([rule, why]) => `${rule}: ${why}.`),
  ].join("\n");
}

/** Where something is, unless it is where people look: in the index and the working tree. */
function alone(places: readonly Place[]): string {
  if (places.includes("index") && places.includes("working tree")) return "";
  return `, in ${places.map((place) => (place === "HEAD" ? place : `the ${place}`)).join(" and ")} alone`;
}

const BELONGS =
  "(a file that belongs into the repository: take the value out of it, git add it again; " +
  `no secret: ${EXCEPTIONS})`;

function unstage(project: Project, findings: readonly Located[]): string {
  const command = hasCommits(project.root) ? "git restore --staged" : "git rm --cached";
  return `${command} -- ${typed(project, findings)}\n        ${BELONGS}`;
}

function untrack(project: Project, findings: readonly Located[]): string {
  const current = findings.filter(({ places }) => places.some((place) => place !== "HEAD"));
  const known = unique(findings.filter(({ places }) => places.includes("HEAD")).map(({ file }) => file));
  return [
    ...(current.length > 0
      ? [`git rm --cached -- ${typed(project, current)}`, BELONGS]
      : ["git commit", "(the last commit has it, the next will not)"]),
    known.length === 0
      ? "if any was ever committed, treat it as known: rotate it; a later commit does not take it out of the history"
      : `treat as known what ${known.map((file) => printable(project, file)).join(", ")} had, for it was ` +
        `committed: rotate it; a later commit does not take it out of the history`,
  ].join("\n        ");
}

/** A file's path from the top of the repository as one line of a terminal, whatever characters it has. */
function printable({ prefix }: Project, file: string): string {
  const name = prefix + file;
  return isShown(name) ? name : shellWord(name);
}

/**
 * Files as git takes them in every folder of the repository: the hook does not know in which one the operator stands.
 */
function typed({ prefix }: Project, findings: readonly Finding[]): string {
  return unique(findings.map(({ file }) => shellWord(atTop(prefix + file)))).join(" ");
}

/**
 * A path from the top as git takes it: what would be read as a pattern, or as a further sign of git's, needs the long
 * form.
 */
function atTop(name: string): string {
  return /[*?[\\]|^[^\p{L}\p{N}._]/u.test(name) ? `:(top,literal)${name}` : `:/${name}`;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
