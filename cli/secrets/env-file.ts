import { UserError } from "../../common/errors";

/** Variables by name. */
export type EnvironmentVariables = Readonly<Record<string, string>>;

/** What systemd takes as the name of a variable; it drops all else without a word (env_name_is_valid in its source). */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What it drops from values: control characters but tab and newline (env_value_is_valid). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/**
 * Reads a file of variables exactly as systemd's EnvironmentFile= does (parse_env_file in its source; systemd.exec(5)),
 * and refuses whatever systemd would drop without a word, or read differently from version to version. Never repeats a
 * value.
 * @param where the file, for the message.
 * @throws UserError naming the file, the line and the rule.
 */
export function parseEnvFile(text: string, where: string): EnvironmentVariables {
  const found = new Map<string, string>();
  for (const { line, name, value } of new Reader(text, where).assignments()) {
    const refuse = (problem: string) => new UserError(`${where}, line ${line}: ${problem}.`, `edit ${where}`);
    if (!NAME.test(name)) throw refuse(describeBadName(name));
    if (found.has(name)) throw refuse(`${name} is set a second time; which of the two is meant?`);
    if (!isCarried(value)) throw refuse(`the value of ${name} ${NOT_CARRIED}`);
    found.set(name, value);
  }
  return Object.fromEntries(found);
}

const NOT_CARRIED = "has a control character or is no UTF-8; systemd would drop the variable";

function isCarried(value: string): boolean {
  return !CONTROL.test(value) && !/\p{Surrogate}/u.test(value);
}

/**
 * What systemd would not take of variables that came from elsewhere than such a file, a sentence each, without values.
 */
export function envFileProblems(variables: EnvironmentVariables): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) => [
    ...(NAME.test(name)
      ? []
      : [`${JSON.stringify(name)} is no name of letters, digits and _; systemd would drop the variable`]),
    ...(isCarried(value) ? [] : [`the value of ${name} ${NOT_CARRIED}`]),
  ]);
}

/** The text of a file that systemd's EnvironmentFile= and a shell read back as exactly these variables. */
export function renderEnvFile(variables: EnvironmentVariables): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${quote(value)}\n`)
    .join("");
}

/** Both know these escapes inside double quotes, and no others (SHELL_NEED_ESCAPE; POSIX shell, 2.2.3). */
function quote(value: string): string {
  return /^[A-Za-z0-9_@%+:,./?-]+$/.test(value) ? value : `"${value.replaceAll(/["\\`$]/g, "\\$&")}"`;
}

function describeBadName(name: string): string {
  if (/^export\s/.test(name)) return 'systemd knows no "export": begin the line with the name';
  return "what stands before the = is no name of letters, digits and _; systemd would drop the variable";
}

interface Assignment {
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

/** systemd's reader: one character after the other. */
class Reader {
  private at = 0;
  private line = 1;

  constructor(
    private readonly text: string,
    private readonly where: string,
  ) {}

  *assignments(): Iterable<Assignment> {
    for (;;) {
      this.skip(/[ \t\n\r]/);
      const next = this.text[this.at];
      if (next === undefined) return;
      if (next === "#" || next === ";") this.comment();
      else {
        const line = this.line;
        const name = this.name();
        yield { line, name, value: this.value(line) };
      }
    }
  }

  private comment(): void {
    const line = this.line;
    const text = this.take(/[^\n\r]/);
    if (text.endsWith("\\")) {
      throw this.refuse(line, "a comment ends with a backslash, which some versions of systemd take to go on below");
    }
  }

  private name(): string {
    const line = this.line;
    const name = this.take(/[^=\n\r]/);
    if (this.text[this.at] !== "=") {
      throw this.refuse(line, "there is no = in it; systemd would drop the line");
    }
    this.advance();
    return name.trimEnd();
  }

  private value(start: number): string {
    let value = "";
    for (;;) {
      this.skip(/[ \t]/);
      const next = this.text[this.at];
      if (next === undefined || isNewline(next)) return value;
      if (next === "'") value += this.singleQuoted(start);
      else if (next === '"') value += this.doubleQuoted(start);
      else return value + this.unquoted(start);
    }
  }

  private singleQuoted(start: number): string {
    this.advance();
    const value = this.take(/[^']/);
    this.close(start);
    return value;
  }

  private doubleQuoted(start: number): string {
    this.advance();
    let value = "";
    for (let next = this.text[this.at]; next !== '"'; next = this.text[this.at]) {
      if (next === undefined) throw this.refuse(start, "a quote is not closed");
      value += next === "\\" ? this.escapedInQuotes() : next;
      this.advance();
    }
    this.advance();
    return value;
  }

  /** From a backslash inside double quotes to the last character of what it stands for. */
  private escapedInQuotes(): string {
    this.advance();
    const next = this.text[this.at] ?? "";
    if (next === "\n") return "";
    return '"\\`$'.includes(next) ? next : `\\${next}`;
  }

  /** To the end of the line: quotes are nothing special any more, and spaces at the end do not count. */
  private unquoted(start: number): string {
    let value = "";
    let kept = 0;
    for (let next = this.text[this.at]; next !== undefined && !isNewline(next); next = this.text[this.at]) {
      if (next === "\\") {
        this.advance();
        const escaped = this.text[this.at];
        if (escaped === undefined) throw this.refuse(start, "the file ends with a backslash");
        if (!isNewline(escaped)) value += escaped;
        kept = value.length;
      } else {
        value += next;
        if (next !== " " && next !== "\t") kept = value.length;
      }
      this.advance();
    }
    return value.slice(0, kept);
  }

  private close(start: number): void {
    if (this.text[this.at] === undefined) throw this.refuse(start, "a quote is not closed");
    this.advance();
  }

  private take(allowed: RegExp): string {
    const from = this.at;
    this.skip(allowed);
    return this.text.slice(from, this.at);
  }

  private skip(allowed: RegExp): void {
    for (let next = this.text[this.at]; next !== undefined && allowed.test(next); next = this.text[this.at]) {
      this.advance();
    }
  }

  private advance(): void {
    if (this.text[this.at] === "\n") this.line += 1;
    this.at += 1;
  }

  private refuse(line: number, problem: string): UserError {
    return new UserError(`${this.where}, line ${line}: ${problem}.`, `edit ${this.where}`);
  }
}

function isNewline(character: string): boolean {
  return character === "\n" || character === "\r";
}
