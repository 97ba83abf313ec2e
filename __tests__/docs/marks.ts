import type { Document, Fence } from "./markdown";

/**
 * What a fence's mark says is done with it:
 * - `<!-- run: rehearsal -->` runs against the local cloud, in the rehearsed project; where it needs sops, with the
 *   peers;
 * - `<!-- run: checkout -->` runs in a fresh copy of the checkout;
 * - `<!-- run: stub -->` runs there too, with stubs that know what the real programs take;
 * - `<!-- needs: clouds -->` is not run: its commands are looked up in the same tables;
 * - `<!-- example -->` is no command.
 */
export type Kind = "rehearsal" | "checkout" | "stub" | "clouds" | "example";

/** A fence's mark. */
export interface Mark {
  readonly kind: Kind;
  /** Text that the block must print: `<!-- run: rehearsal; expect: No changes. -->`. */
  readonly expect?: string;
  /** Whether it needs what a whole rehearsal leaves standing: `<!-- run: rehearsal; standing -->`. */
  readonly standing: boolean;
}

/** The mark of a fence; undefined when it has none, or none that is known. */
export function markOf({ comment = "" }: Fence): Mark | undefined {
  const [head = "", ...details] = comment.split("; ");
  const kind = KINDS[head];
  if (kind === undefined) return undefined;
  const expected = details.find((detail) => detail.startsWith("expect: "));
  const standing = details.includes("standing");
  if (details.length !== Number(expected !== undefined) + Number(standing)) return undefined;
  if (details.length > 0 && !RUN.includes(kind)) return undefined;
  return { kind, expect: expected?.slice("expect: ".length), standing };
}

const KINDS: Readonly<Record<string, Kind>> = {
  "run: rehearsal": "rehearsal",
  "run: checkout": "checkout",
  "run: stub": "stub",
  "needs: clouds": "clouds",
  example: "example",
};

const RUN: readonly Kind[] = ["rehearsal", "checkout", "stub"];

/** Whether a mark says that the block is run. */
export function isRun(mark: Mark | undefined): mark is Mark {
  return mark !== undefined && RUN.includes(mark.kind);
}

/** Whether a fence is commands, run or not. */
export function isCommands(fence: Fence): boolean {
  const mark = markOf(fence);
  return mark !== undefined && mark.kind !== "example";
}

const SHELL = ["bash", "sh", "shell", "console", "zsh"];

/** What is wrong with the marks of a document, a line each. */
export function markProblems({ file, fences }: Document): readonly string[] {
  return fences.flatMap((fence) => {
    const at = `${file}:${fence.line}: \`\`\`${fence.language}`;
    const mark = markOf(fence);
    if (!mark) return [`${at} has no mark on the line above (${Object.keys(KINDS).join(", ")}): ${given(fence)}`];
    if (mark.kind === "example") {
      return SHELL.includes(fence.language) ? [`${at} is commands, but marked as an example`] : [];
    }
    return fence.language === "bash" ? [] : [`${at} is marked as commands, but is not \`\`\`bash`];
  });
}

function given({ comment }: Fence): string {
  return comment === undefined ? "there is no comment" : `"${comment}" is none`;
}
