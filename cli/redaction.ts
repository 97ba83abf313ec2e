import type { Variables } from "../programs/shell";
import { secretsIn } from "./guard/contents";
import { spellingsOf } from "./spellings";

/** A value shorter than this many characters is not hidden: it would be found in ordinary words. */
export const SHORTEST = 8;
/** A line of a value of many lines, such as a key, counts by itself from this many characters on. */
const SHORTEST_LINE = 16;
const PASSES = 4;
const MARK = "[redacted]";

/** A stretch of a text, and what is there. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly what: string;
}

/** Knows secrets and takes them out of texts. */
export class Redactor {
  /** What each spelling of a secret is. */
  readonly #spellings = new Map<string, string>();

  /**
   * Hides a value from now on: as it is, as JSON, URLs, base64 and shells write it, each long line of it, and the
   * password in it if it is a URL. A value of less than {@link SHORTEST} characters is not hidden.
   * @param what it is, as the mark in its place says; never the value.
   */
  conceal(value: string, what = "a secret"): void {
    const lines = value.split(/\r?\n/).map((line) => line.trim());
    const long = lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith("-----"));
    const hidden = [value.trim(), ...long, ...passwordsIn(value)].filter((text) => text.length >= SHORTEST);
    for (const spelling of hidden.flatMap(spellingsOf)) {
      // What the bare mark spells would never be gone.
      if (!MARK.includes(spelling)) this.#spellings.set(spelling, what);
    }
  }

  /**
   * The text with `[redacted: what it is]` in place of every concealed value and of whatever has the shape of a secret.
   * A text without any comes back as it is; to redact twice changes nothing.
   */
  redact(text: string): string {
    let redacted = text;
    for (let pass = 0; pass < PASSES; pass++) {
      const next = this.#replace(redacted);
      if (next === redacted) return redacted;
      redacted = next; // a mark and its neighbours may happen to spell another value
    }
    return MARK;
  }

  #replace(text: string): string {
    let result = "";
    let position = 0;
    for (const { start, end, what } of merged([...this.#known(text), ...shaped(text)])) {
      result += text.slice(position, start) + this.#mark(what);
      position = end;
    }
    return result + text.slice(position);
  }

  #known(text: string): readonly Span[] {
    return [...this.#spellings].flatMap(([spelling, what]) =>
      occurrences(text, spelling).map((start) => ({ start, end: start + spelling.length, what })),
    );
  }

  /** A mark that spells no secret itself. */
  #mark(what: string): string {
    const mark = `[redacted: ${what}]`;
    return this.#known(mark).length === 0 ? mark : MARK;
  }
}

function shaped(text: string): readonly Span[] {
  return secretsIn(text).map(({ rule, start, end }) => ({ start, end, what: rule.what }));
}

/** Where a text occurs in another, also where it overlaps itself. */
function occurrences(text: string, part: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

/** Spans that overlap as one, which is called what the first of them is called, and the longest of the first. */
function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (!last || span.start >= last.end) result.push(span);
    else if (span.end > last.end) result[result.length - 1] = { ...last, end: span.end };
  }
  return result;
}

function passwordsIn(value: string): readonly string[] {
  const { password = "" } = URL.canParse(value) ? new URL(value) : {};
  return [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a "%" that encodes nothing
  }
}

/** What this process knows of secrets. */
const ours = new Redactor();

/** Hides a value in everything that this process prints of errors: {@link Redactor.conceal}. */
export function conceal(value: string, what?: string): void {
  ours.conceal(value, what);
}

/** Variables whose values are secret, by their names; those that name a file with the secret are not. */
const SECRET_NAME =
  /(token|secret|passw(or)?d|private_?key|api_?key|access_?key|database_url)(?!.*_(file|path|dir|id)$)/i;

/** Hides the values of the variables that have the name of a secret, such as TF_TOKEN_… and AWS_SECRET_ACCESS_KEY. */
export function concealVariables(variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined && SECRET_NAME.test(name)) conceal(value, `the value of ${name}`);
  }
}

/**
 * A text as this process may print it: {@link Redactor.redact}. What a child process prints by itself ("inherit": cdktf
 * at the operator's terminal) is out of its reach.
 */
export function redact(text: string): string {
  return ours.redact(text);
}
