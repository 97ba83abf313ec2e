/** A fenced block. */
export interface Fence {
  /** The line of the fence itself; the code begins on the next. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** The HTML comment on the line directly above, without its brackets. */
  readonly comment?: string;
}

/** A heading, with the anchor that GitHub gives it. */
export interface Heading {
  readonly line: number;
  readonly level: number;
  readonly anchor: string;
}

/** Something that stands on a line: the text of a code span, the target of a link. */
export interface Found {
  readonly line: number;
  readonly text: string;
}

/** A code span. */
export interface Code extends Found {
  /** Whether it stands in the first cell of a table's row: what the row is about. */
  readonly leads: boolean;
}

/** What the tests look at in a document. */
export interface Document {
  /** From the project's folder. */
  readonly file: string;
  readonly fences: readonly Fence[];
  readonly headings: readonly Heading[];
  /** The anchors that HTML in it makes. */
  readonly anchors: readonly string[];
  readonly codes: readonly Code[];
  readonly links: readonly Found[];
}

/** Reads Markdown as GitHub does, as far as this project's documents go: no setext headings, no indented code. */
export function parse(file: string, text: string): Document {
  const { fences, prose } = splitFences(text);
  const visible = blank(prose, /<!--[\s\S]*?-->/g);
  const withoutCode = blank(visible, CODE);
  return {
    file,
    fences,
    headings: headingsIn(visible),
    anchors: matches(visible, /<a\s+(?:id|name)="([^"]+)"/g, 1).map(({ text: anchor }) => anchor),
    codes: codesIn(visible),
    links: LINKS.flatMap((pattern) => matches(withoutCode, pattern, 1)),
  };
}

/** A code span: as many backticks at its end as at its beginning, and no empty line between. */
const CODE = /(?<!`)(`+)(?!`)((?:(?!\n[\s>]*\n)[\s\S])*?[^`])\1(?!`)/g;

const LINKS = [
  /\[(?:[^[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g,
  /^[\s>]*\[[^\]]+\]:\s*<?([^\s>]+)>?/gm,
  /<(https?:[^\s>]+)>/g,
];

const FENCE = /^([\s>]*(?:(?:[-*]|\d+\.)\s+)?)(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/;

/** The fenced blocks, and the text with their lines emptied. */
function splitFences(text: string): { readonly fences: readonly Fence[]; readonly prose: string } {
  const lines = text.split("\n");
  const prose = [...lines];
  const fences: Fence[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, prefix = "", ticks = "", language = ""] = FENCE.exec(lines[at] ?? "") ?? [];
    if (ticks === "") continue;
    const end = lines.findIndex((line, index) => index > at && closes(line, ticks));
    const after = end < 0 ? lines.length : end;
    const code = lines.slice(at + 1, after).map((line) => withoutPrefix(line, prefix));
    const comment = /^[\s>]*<!-- (.*) -->\s*$/.exec(lines[at - 1] ?? "")?.[1];
    fences.push({ line: at + 1, language, code: `${code.join("\n")}\n`, comment });
    prose.fill("", at, after + 1);
    at = after;
  }
  return { fences, prose: prose.join("\n") };
}

function closes(line: string, ticks: string): boolean {
  const bare = line.replace(/^[\s>]*/, "").trimEnd();
  return bare.length >= ticks.length && bare === (ticks[0] ?? "").repeat(bare.length);
}

/** A line of code without the quote or the indentation in which its fence stands. */
function withoutPrefix(line: string, prefix: string): string {
  const unquoted = prefix.includes(">") ? line.replace(/^\s*>\s?/, "") : line;
  const indentation = prefix.includes(">") ? 0 : prefix.length;
  return unquoted.replace(new RegExp(`^\\s{0,${indentation}}`), "");
}

function headingsIn(text: string): readonly Heading[] {
  const seen = new Map<string, number>();
  return matches(text, /^ {0,3}(#{1,6}\s.*)$/gm, 1).map(({ line, text: heading }) => {
    const [, marks = "", title = ""] = /^(#+)\s+(.*?)(?:\s+#+)?\s*$/.exec(heading) ?? [];
    const slug = slugOf(title);
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return { line, level: marks.length, anchor: before === 0 ? slug : `${slug}-${before}` };
  });
}

/**
 * GitHub's anchor: the heading's letters, digits, hyphens and underscores in small letters, a hyphen for each space.
 */
function slugOf(title: string): string {
  const plain = title
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(?<![\p{L}\p{N}])_([^_]+)_(?![\p{L}\p{N}])/gu, "$1");
  return plain
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}

function codesIn(text: string): readonly Code[] {
  return [...text.matchAll(CODE)].map((match) => {
    const before = text.slice(0, match.index).split("\n");
    const [line, left = ""] = [before.length, before.at(-1)?.trimStart()];
    const row = left.startsWith("|");
    const joined = (match[2] ?? "").replace(/\n[\s>]*/g, " ").trim();
    return { line, text: row ? joined.replaceAll("\\|", "|") : joined, leads: row && left.split("|").length === 2 };
  });
}

function matches(text: string, pattern: RegExp, group: number): readonly Found[] {
  return [...text.matchAll(pattern)].map((match) => ({
    line: text.slice(0, match.index + match[0].search(/\S/)).split("\n").length,
    text: match[group] ?? "",
  }));
}

/** The text with what matches made blank, every other character where it was. */
function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match) => match.replace(/[^\n]/g, " "));
}
