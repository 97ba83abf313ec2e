import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { shellWord } from "../../programs/shell-word";
import type { Checkout } from "../rehearsal/checkout";
import { answerTo, type Stage } from "./answers";
import { DOCUMENTS, isTranslation } from "./documents";
import type { Facts } from "./facts";
import type { Document, Fence } from "./markdown";
import { isRun, type Mark, markOf } from "./marks";
import { problemOf } from "./programs";
import { REHEARSED, standIn } from "./stand-ins";
import { Stubs } from "./stubs";

/** What became of a block: nothing wrong, or a sentence. */
export interface Outcome {
  readonly fence: Fence;
  readonly problem?: string;
}

/** What became of a document. */
export interface DocumentRun {
  readonly outcomes: readonly Outcome[];
  /** The calls that stubs took. */
  readonly calls: readonly string[];
}

interface Step {
  readonly fence: Fence;
  readonly mark: Mark & { readonly kind: Stage };
}

/** How long a session may take: one that hangs ends here. */
const MILLISECONDS = 300_000;

/** The blocks of a document that are run. */
export function stepsOf({ fences }: Document): readonly Step[] {
  return fences.flatMap((fence) => {
    const mark = markOf(fence);
    return isRun(mark) ? [{ fence, mark: mark as Step["mark"] }] : []; // isRun leaves no other kinds
  });
}

/**
 * The documents with such blocks. A translation has the same (languages.programs.test.ts), so the original alone is
 * run.
 */
export const TO_RUN = DOCUMENTS.filter((document) => stepsOf(document).length > 0 && !isTranslation(document));

/** A document without the blocks that need sops itself, which is none of README's programs. */
export function withoutSops(document: Document): Document {
  const needSops = stepsOf(document).filter(
    ({ fence, mark }) => mark.kind === "rehearsal" && /\bsops\b/.test(fence.code),
  );
  return { ...document, fences: document.fences.filter((fence) => !needSops.some((step) => step.fence === fence)) };
}

/**
 * Runs a document as somebody would who follows it from top to bottom: all its blocks in the same checkout, which is as
 * it was committed before the first, a new shell each. The first that fails is the last.
 */
export async function runDocument(document: Document, facts: Facts, checkout: Checkout): Promise<DocumentRun> {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "docs-"));
  const calls: string[] = [];
  const stubs = await Stubs.start(work, (stage, words) => judge(stage, words, facts, calls));
  try {
    restart(checkout);
    return { outcomes: await new Runner(document, stubs, checkout, work).run(), calls };
  } finally {
    stubs.stop();
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** What a stub does with a call. What the program would not take ends with 1 and a sentence; the rest is noted. */
async function judge(stage: Stage, words: readonly string[], facts: Facts, calls: string[]): Promise<string> {
  const call = words.join(" ");
  const problem = await problemOf({ line: 0, variables: {}, words }, facts);
  if (problem !== undefined) return `echo ${shellWord(`${call}: ${problem}`)} >&2; exit 1`;
  const answer = answerTo(stage, words);
  calls.push(call);
  return answer;
}

class Runner {
  constructor(
    private readonly document: Document,
    private readonly stubs: Stubs,
    private readonly checkout: Checkout,
    private readonly work: string,
  ) {}

  async run(): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const steps of sessions(stepsOf(this.document))) {
      outcomes.push(...(outcomes.some(({ problem }) => problem) ? skipped(steps) : await this.session(steps)));
    }
    return outcomes;
  }

  /** Runs blocks of one stage after one another: in a rehearsal in one session, which takes a second to begin. */
  private async session(steps: readonly Step[]): Promise<readonly Outcome[]> {
    const stage = steps[0]?.mark.kind ?? "stub";
    const driver = path.join(this.work, "driver.sh");
    fs.writeFileSync(driver, driverOf(steps.map((step) => [step.fence.line, this.write(step)])));
    const PATH = [this.stubs.of(stage), process.env.PATH].join(path.delimiter);
    if (stage !== "rehearsal") return steps.map(verdict(this.document.file, await this.bash([driver], { PATH })));
    const standing = steps.some(({ mark }) => mark.standing) ? await this.bash(["-c", REHEARSED]) : "";
    // The stubs go on the PATH within the session, which itself needs the real programs.
    const within = standIn(["npm", "run", "rehearse", "--", "exec", "--", "env", `PATH=${PATH}`, "bash", driver]);
    return steps.map(verdict(this.document.file, standing + (await this.bash(["-c", within]))));
  }

  /** What bash prints, however it ends. */
  private bash(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<string> {
    const env = { ...process.env, ...COMMITTER, TMPDIR: this.checkout.temporary, ...variables };
    const options = { cwd: this.checkout.folder, env, timeout: MILLISECONDS, maxBuffer: 64 * 1024 * 1024 };
    return new Promise((resolve) => {
      const done = (_error: unknown, stdout: string, stderr: string) =>
        resolve(stripVTControlCharacters(`${stdout}${stderr}`));
      execFile("bash", args, options, done).stdin?.end();
    });
  }

  /** The block as a file in which its lines have the numbers that they have in the document. */
  private write({ fence }: Step): string {
    const file = path.join(this.work, `${fence.line}.sh`);
    // What is typed with a path would pass by the stubs.
    const code = fence.code.replaceAll(/(?<=^|[\s;&|('])\.\/(?=cartographer\s)/g, "");
    fs.writeFileSync(file, HEAD + "\n".repeat(fence.line) + code);
    return file;
  }
}

const COMMITTER = {
  GIT_AUTHOR_NAME: "test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_COMMITTER_NAME: "test",
  GIT_COMMITTER_EMAIL: "test@example.com",
};

/** Takes back all that a document before did: commits, changes, what git ignores, the hooks. */
function restart(checkout: Checkout): void {
  const ended = checkout.run("bash", ["-ec", RESTART]);
  if (ended.code !== 0) throw new Error(ended.text);
}

const RESTART = `git reset --quiet --hard "$(git rev-list --max-parents=0 HEAD)"
git clean --quiet -ffdx --exclude=/node_modules
git config --unset core.hooksPath || true`;

/** In the first line, so that the block's own lines keep their numbers. */
const HEAD = `set -eEuo pipefail; trap 'echo "@@failed $LINENO $BASH_COMMAND" >&2' ERR`;

/** Runs blocks until one fails, and says between them where each begins and how it ended. */
function driverOf(blocks: readonly (readonly [line: number, file: string])[]): string {
  return blocks
    .map(
      ([line, file]) =>
        `echo "@@begin ${line}"\nbash "${file}" 2>&1; code=$?\necho "@@end $code"\n[ $code = 0 ] || exit $code\n`,
    )
    .join("");
}

/** Neighbours of one stage together; a block that needs a whole rehearsal begins a session of its own. */
function sessions(steps: readonly Step[]): readonly (readonly Step[])[] {
  const all: Step[][] = [];
  for (const step of steps) {
    const last = all.at(-1);
    if (last?.[0]?.mark.kind === step.mark.kind && !step.mark.standing) last.push(step);
    else all.push([step]);
  }
  return all;
}

function skipped(steps: readonly Step[]): readonly Outcome[] {
  return steps.map(({ fence }) => ({ fence, problem: "not run, because a block before it failed" }));
}

/** Reads from what a session printed how a block went. */
function verdict(file: string, printed: string): (step: Step) => Outcome {
  return ({ fence, mark }) => {
    const [, after] = printed.split(`@@begin ${fence.line}\n`);
    const at = `${file}:${fence.line}`;
    if (after === undefined)
      return { fence, problem: `${at}: not run, because something before it failed:\n${printed}` };
    const [output = "", code] = after.split(/@@end (?=\d+)/);
    const [, line = fence.line, command = ""] = /@@failed (\d+) (.*)/.exec(output) ?? [];
    const text = output.replace(/^@@failed.*\n/gm, "");
    if (Number.parseInt(code ?? "", 10) !== 0) return { fence, problem: `${file}:${line}: ${command}\n${text}` };
    if (mark.expect !== undefined && !output.includes(mark.expect)) {
      return { fence, problem: `${at}: it does not print "${mark.expect}":\n${text}` };
    }
    return { fence };
  };
}
