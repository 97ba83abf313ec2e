import MarkdownIt, { type Token } from "markdown-it";

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

const MARKDOWN = new MarkdownIt({ html: true });

/** Reads Markdown as GitHub does: CommonMark, with tables and HTML. */
export function parse(file: string, text: string): Document {
  const blocks = MARKDOWN.parse(text, {});
  const inline = inlineIn(blocks);
  const html = [...blocks, ...inline.map(({ token }) => token)].filter(({ type }) => type.startsWith("html_"));
  return {
    file,
    fences: fencesIn(blocks),
    headings: headingsIn(blocks),
    anchors: html.flatMap(({ content }) =>
      [...content.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)].map(([, id = ""]) => id),
    ),
    codes: inline.flatMap(({ token: { type, content }, line, leads }) =>
      type === "code_inline" ? [{ line, text: content.trim(), leads }] : [],
    ),
    links: inline.flatMap(({ token, line }) =>
      token.type === "link_open" ? [{ line, text: decodeURI(String(token.attrGet("href"))) }] : [],
    ),
  };
}

/** The tokens within lines, each with its line; whether it stands in the first cell of a row. */
function inlineIn(blocks: readonly Token[]): readonly { token: Token; line: number; leads: boolean }[] {
  let line = 0;
  return blocks.flatMap(({ map, content, children }, index) => {
    if (map) line = map[0] + 1; // cells have none: theirs is the row's
    const leads = blocks[index - 2]?.type === "tr_open";
    let at = 0;
    return (children ?? []).map((token) => {
      // A code span over two lines has a blank in place of the break, so it is looked up as it is written.
      const { type, markup } = token;
      if (type === "code_inline") at = content.indexOf(markup, at);
      const found = { token, line: line + content.slice(0, at).split("\n").length - 1, leads };
      if (type === "code_inline") at = content.indexOf(markup, at + markup.length + 1) + markup.length;
      if (type.endsWith("break")) at = content.indexOf("\n", at) + 1;
      return found;
    });
  });
}

/** The fenced blocks, each with the HTML comment right above. */
function fencesIn(blocks: readonly Token[]): readonly Fence[] {
  return blocks.flatMap(({ type, map, info, content }, index) => {
    if (type !== "fence" || !map) return [];
    const above = blocks[index - 1];
    const isAbove = above?.type === "html_block" && above.map?.[1] === map[0];
    const comment = isAbove ? /^<!-- (.*) -->\s*$/.exec(above.content)?.[1] : undefined;
    return [{ line: map[0] + 1, language: info.trim().split(/\s+/)[0] ?? "", code: content, comment }];
  });
}

function headingsIn(blocks: readonly Token[]): readonly Heading[] {
  const seen = new Map<string, number>();
  return blocks.flatMap(({ type, tag, map }, index) => {
    if (type !== "heading_open" || !map) return [];
    const slug = slugOf(blocks[index + 1]?.children ?? []);
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return [{ line: map[0] + 1, level: Number(tag.slice(1)), anchor: before === 0 ? slug : `${slug}-${before}` }];
  });
}

/**
 * GitHub's anchor: the heading's letters, digits, hyphens and underscores in small letters, a hyphen for each space.
 */
function slugOf(title: readonly Token[]): string {
  const text = title.map(({ content }) => content).join("");
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}
