import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { shellWord } from "../../cli/shell-word";
import type { Checkout } from "../rehearsal/checkout";
import { STUBBED, type Stage } from "./answers";
import { ROOT } from "./documents";
import type { Facts } from "./facts";
import type { Document, Fence } from "./markdown";
import { isRun, type Mark, markOf } from "./marks";

/** What became of a block: nothing wrong, or a sentence. */
export interface Outcome {
  readonly fence: Fence;
  readonly problem?: string;
}

/** What became of a document. */
export interface DocumentRun {
  readonly outcomes: readonly Outcome[];
  /** The calls that stubs noted. */
  readonly calls: readonly string[];
}

interface Step {
  readonly fence: Fence;
  readonly mark: Mark & { readonly kind: Stage };
}

const SECONDS = 180;

/** The blocks of a document that are run. */
export function stepsOf({ fences }: Document): readonly Step[] {
  return fences.flatMap((fence) => {
    const mark = markOf(fence);
    return isRun(mark) ? [{ fence, mark: mark as Step["mark"] }] : []; // isRun leaves no other kinds
  });
}

/**
 * Runs a document as somebody would who follows it from top to bottom: all its blocks in the same checkout, a new shell
 * each. The first that fails is the last.
 */
export function runDocument(document: Document, facts: Facts, checkout: Checkout): DocumentRun {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "docs-"));
  try {
    const runner = new Runner(document, facts, checkout, work);
    const outcomes = runner.run();
    return { outcomes, calls: runner.calls() };
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

class Runner {
  private readonly callsFile: string;

  constructor(
    private readonly document: Document,
    private readonly facts: Facts,
    private readonly checkout: Checkout,
    private readonly work: string,
  ) {
    this.callsFile = path.join(work, "calls");
    fs.writeFileSync(this.callsFile, "");
  }

  run(): readonly Outcome[] {
    const outcomes: Outcome[] = [];
    for (const steps of sessions(stepsOf(this.document))) {
      outcomes.push(...(outcomes.some(({ problem }) => problem) ? skipped(steps) : this.session(steps)));
    }
    return outcomes;
  }

  calls(): readonly string[] {
    return fs.readFileSync(this.callsFile, "utf8").split("\n").slice(0, -1);
  }

  /** Runs blocks of one stage after one another: in a rehearsal in one session, which takes a second to begin. */
  private session(steps: readonly Step[]): readonly Outcome[] {
    const stage = steps[0]?.mark.kind ?? "stub";
    const driver = path.join(this.work, "driver.sh");
    fs.writeFileSync(driver, driverOf(steps.map((step) => [step.fence.line, this.write(step)])));
    const env = this.environment(stage);
    if (stage !== "rehearsal") return steps.map(verdict(this.document.file, this.spawn("bash", [driver], env)));
    const standing = steps.some(({ mark }) => mark.standing) ? this.rehearse([], env) : "";
    // The stubs go on the PATH within the session, which itself needs the real programs.
    const command = ["env", `PATH=${env.PATH}`, "bash", driver];
    return steps.map(verdict(this.document.file, standing + this.rehearse(["exec", "--", ...command], env)));
  }

  private rehearse(args: readonly string[], env: NodeJS.ProcessEnv): string {
    const main = ["-r", "./register.js", "rehearsal/main.ts", ...args];
    return this.spawn("node", main, { ...env, PATH: process.env.PATH });
  }

  private spawn(program: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
    const { stdout, stderr } = spawnSync(program, args, {
      cwd: this.checkout.folder,
      encoding: "utf8",
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: SECONDS * 1000,
    });
    return stripVTControlCharacters(`${stdout}${stderr}`);
  }

  /** The block as a file in which its lines have the numbers that they have in the document. */
  private write({ fence }: Step): string {
    const file = path.join(this.work, `${fence.line}.sh`);
    // What is typed with a path would pass by the stubs.
    const code = fence.code.replaceAll(/(?<=^|[\s;&|('])\.\/(?=cartographer\s)/g, "");
    fs.writeFileSync(file, HEAD + "\n".repeat(fence.line) + code);
    return file;
  }

  private environment(stage: Stage): NodeJS.ProcessEnv {
    const stubs = path.join(this.work, stage);
    fs.mkdirSync(stubs, { recursive: true });
    for (const program of STUBBED[stage]) {
      const [register, stub] = [path.join(ROOT, "register.js"), path.join(__dirname, "stub.ts")].map(shellWord);
      const line = `exec node -r ${register} ${stub} ${program} "$@"`;
      fs.writeFileSync(path.join(stubs, program), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    }
    const setting = path.join(stubs, "setting.json");
    fs.writeFileSync(setting, JSON.stringify({ stage, facts: this.facts, stubs, calls: this.callsFile }));
    const who = { GIT_AUTHOR_NAME: "test", GIT_AUTHOR_EMAIL: "test@example.com" };
    return {
      ...process.env,
      ...who,
      GIT_COMMITTER_NAME: who.GIT_AUTHOR_NAME,
      GIT_COMMITTER_EMAIL: who.GIT_AUTHOR_EMAIL,
      TMPDIR: this.checkout.temporary,
      DOCS_SETTING: setting,
      PATH: [stubs, process.env.PATH].join(path.delimiter),
    };
  }
}

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
