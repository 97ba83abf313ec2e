import type { Document, Fence } from "./markdown";
import { isCommands, markOf } from "./marks";
import { isKnown } from "./programs";

/** In what a translation differs from its original, beyond the words, a line each. */
export function differences(original: Document, translation: Document): readonly string[] {
  return [
    ...headingDifferences(original, translation),
    ...fenceDifferences(original, translation),
    ...codeDifferences(original, translation),
  ];
}

function headingDifferences(original: Document, translation: Document): readonly string[] {
  const [ours, theirs] = [original, translation].map(({ headings }) => headings.map(({ level }) => level));
  const index = firstDifference(ours, theirs);
  if (index === undefined) return [];
  const place = (document: Document) => {
    const heading = document.headings[index];
    return heading ? `${document.file}:${heading.line} (level ${heading.level})` : `nothing in ${document.file}`;
  };
  return [`${place(translation)} stands where ${place(original)} should have its translation`];
}

function fenceDifferences(original: Document, translation: Document): readonly string[] {
  const count = Math.max(original.fences.length, translation.fences.length);
  for (let index = 0; index < count; index++) {
    const [ours, theirs] = [original.fences[index], translation.fences[index]];
    if (!ours || !theirs) {
      const [has, lacks, line] = ours ? [original, translation, ours.line] : [translation, original, theirs?.line];
      return [`${has.file}:${line}: ${lacks.file} lacks this block`];
    }
    const difference = fenceDifference(ours, theirs);
    if (difference) return [`${translation.file}:${theirs.line}: ${difference} (${original.file}:${ours.line})`];
  }
  return [];
}

function fenceDifference(ours: Fence, theirs: Fence): string | undefined {
  if (ours.comment !== theirs.comment) return `the mark is "${theirs.comment}", not "${ours.comment}"`;
  if (ours.language !== theirs.language) return `the language is "${theirs.language}", not "${ours.language}"`;
  if (isProse(ours)) return undefined;
  const [expected, found] = [ours, theirs].map(withoutComments);
  const at = firstDifference(expected, found);
  return at === undefined ? undefined : `the line "${found?.[at] ?? ""}" is not "${expected?.[at] ?? ""}"`;
}

/** A diagram, or what a program prints: words in it may be translated. */
function isProse(fence: Fence): boolean {
  return !isCommands(fence) && markOf(fence) !== undefined && ["", "text"].includes(fence.language);
}

function firstDifference(ours: readonly unknown[] = [], theirs: readonly unknown[] = []): number | undefined {
  const longer = ours.length > theirs.length ? ours : theirs;
  const at = longer.findIndex((_, index) => ours[index] !== theirs[index]);
  return at < 0 ? undefined : at;
}

/** The lines of a block without what may be translated. */
function withoutComments({ code, language }: Fence): readonly string[] {
  const comment = ["js", "ts"].includes(language) ? /(^|\s+)\/\/(\s.*)?$/ : /(^|\s+)#(\s.*)?$/;
  return code
    .split("\n")
    .map((line) => line.replace(comment, ""))
    .filter((line) => line.trim() !== "");
}

/** Commands within sentences: the same ones, in whatever order. */
function codeDifferences(original: Document, translation: Document): readonly string[] {
  const [ours, theirs] = [commandsOf(original), commandsOf(translation)];
  return [
    ...missing(ours, theirs).map((command) => `${original.file}: \`${command}\` is not in ${translation.file}`),
    ...missing(theirs, ours).map((command) => `${translation.file}: \`${command}\` is not in ${original.file}`),
  ];
}

function missing(from: ReadonlySet<string>, within: ReadonlySet<string>): readonly string[] {
  return [...from].filter((command) => !within.has(command));
}

function commandsOf({ codes }: Document): ReadonlySet<string> {
  const texts = codes.map(({ text }) => text.replace(/<[^>]*>/g, "<>"));
  return new Set(texts.filter((text) => text.includes(" ") && isKnown(text.split(" ")[0] ?? "")));
}
