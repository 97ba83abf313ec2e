// By hand, because no kept parser of shell scripts is synchronous and loads without native parts: mvdan-sh is given up
// for sh-syntax, which is neither, and bash-parser has been left alone for years. What scripts do wrong, shellcheck
// tells.

/** A simple command of a script, as far as it can be read without running it. */
export interface ShellCommand {
  /** From 1, in the script. */
  readonly line: number;
  /** The assignments before it: `TF_CLI_ARGS_plan=… terraform plan`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Its words without quotes; variables and `<placeholders>` stand in them as written. */
  readonly words: readonly string[];
}

/** The simple commands of a script, those in `$(…)` included. */
export function commandsIn(script: string, line = 1): readonly ShellCommand[] {
  return new Reader(script, line).read();
}

const KEYWORDS = /^(?:if|then|elif|else|fi|while|until|do|done|esac|time|!|\{|\})$/;
const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;
const PLACEHOLDER = /<[A-Za-z][^<>\n]*>/y;
const REDIRECTION = /(?:\d*|&)(?:<<-?|>>|[<>])&?(?:\d+|-)?/y;

/** Reads a script once, from its beginning to its end. */
class Reader {
  private readonly commands: ShellCommand[] = [];
  /** Commands in `$(…)` of the command at hand, which come after it. */
  private inner: ShellCommand[] = [];
  private words: string[] = [];
  private word: string | undefined;
  private begins: number;
  private at = 0;
  /** Where a here-document ends that begins with the next line. */
  private hereDocument: string | undefined;
  private dropsNextWord = false;
  /** Within `case`, how many commands there were before the pattern at hand. */
  private pattern: number | undefined;
  private depth = 0;

  constructor(
    private readonly script: string,
    private line: number,
  ) {
    this.begins = line;
  }

  read(): readonly ShellCommand[] {
    while (this.at < this.script.length) this.step();
    this.endCommand();
    return this.commands;
  }

  private step(): void {
    const rest = this.script.slice(this.at, this.at + 2);
    const character = rest[0] ?? "";
    if (rest === "\\\n") this.skip(2);
    else if (character === "\\") this.add(rest[1] ?? "", 2);
    else if (character === "'") this.quoted("'");
    else if (character === '"') this.doubleQuoted();
    else if (rest === "$(") this.substitution();
    else if (character === "#" && this.word === undefined) this.comment();
    else if (this.take(PLACEHOLDER, (text) => this.add(text, text.length))) return;
    else if (this.mayRedirect(character) && this.take(REDIRECTION, (text) => this.redirect(text))) return;
    else if (/[ \t]/.test(character)) this.separate();
    else if (/[\n;&|()]/.test(character)) this.operator(character);
    else this.add(character, 1);
  }

  /** A digit before the sign is the redirection's only where a word begins: `2> file`, but not `a2>file`. */
  private mayRedirect(character: string): boolean {
    return /[<>]/.test(character) || (this.word === undefined && /[\d&]/.test(character));
  }

  /** Applies `then` to what the pattern matches here. */
  private take(pattern: RegExp, then: (text: string) => void): boolean {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.script)?.[0];
    if (text !== undefined) then(text);
    return text !== undefined;
  }

  private skip(count: number): void {
    this.line += this.script.slice(this.at, this.at + count).split("\n").length - 1;
    this.at += count;
  }

  private add(text: string, count: number): void {
    if (this.words.length === 0 && this.word === undefined) this.begins = this.line;
    this.word = (this.word ?? "") + text;
    this.skip(count);
  }

  private quoted(quote: string): void {
    const end = this.script.indexOf(quote, this.at + 1);
    const text = this.script.slice(this.at + 1, end < 0 ? undefined : end);
    this.add(text, text.length + 2);
  }

  private doubleQuoted(): void {
    this.add("", 1);
    while (this.at < this.script.length && this.script[this.at] !== '"') {
      const rest = this.script.slice(this.at, this.at + 2);
      if (rest === "$(") this.substitution();
      else if (rest === "\\\n") this.skip(2);
      else if (/^\\["\\$`]/.test(rest)) this.add(rest[1] ?? "", 2);
      else this.add(rest[0] ?? "", 1);
    }
    this.skip(1);
  }

  private substitution(): void {
    const end = closingParenthesis(this.script, this.at + 2);
    const script = this.script.slice(this.at + 2, end);
    this.inner.push(...commandsIn(script, this.line));
    this.add("$(…)", end + 1 - this.at);
  }

  private comment(): void {
    const end = this.script.indexOf("\n", this.at);
    this.skip((end < 0 ? this.script.length : end) - this.at);
  }

  private redirect(text: string): void {
    this.separate(0);
    if (text.includes("<<")) this.hereDocument = /^\s*['"]?(\w+)/.exec(this.script.slice(this.at + text.length))?.[1];
    this.dropsNextWord = !/&(\d+|-)$/.test(text);
    this.skip(text.length);
  }

  private separate(count = 1): void {
    if (this.word !== undefined) {
      if (this.dropsNextWord) this.dropsNextWord = false;
      else this.words.push(this.word);
    }
    this.word = undefined;
    this.skip(count);
    if (this.words.at(-3) === "case" && this.words.at(-1) === "in") this.beginPatterns();
  }

  private operator(character: string): void {
    this.endCommand();
    if (character === ")" && this.depth === 0 && this.pattern !== undefined) this.commands.length = this.pattern;
    else if (character === "(") this.depth++;
    else if (character === ")") this.depth--;
    this.skip(1);
    if (character === "\n") this.skipHereDocument();
    if (character === ";" && this.script[this.at] === ";" && this.pattern !== undefined) {
      this.skip(1);
      this.beginPatterns();
    }
  }

  private beginPatterns(): void {
    this.commands.push(...this.inner);
    this.inner = [];
    this.words = [];
    this.pattern = this.commands.length;
  }

  private skipHereDocument(): void {
    if (this.hereDocument === undefined) return;
    const end = new RegExp(`^\\t*${this.hereDocument}$`, "m").exec(this.script.slice(this.at));
    this.hereDocument = undefined;
    this.skip(end ? end.index + end[0].length : this.script.length - this.at);
  }

  private endCommand(): void {
    this.separate(0);
    while (KEYWORDS.test(this.words[0] ?? "")) {
      if (this.words[0] === "esac") this.pattern = undefined;
      this.words.shift();
    }
    const variables: Record<string, string> = {};
    for (;;) {
      const [, name, value = ""] = ASSIGNMENT.exec(this.words[0] ?? "") ?? [];
      if (name === undefined) break;
      variables[name] = value;
      this.words.shift();
    }
    const isCommand = this.words.length > 0 && this.words[0] !== "for";
    if (isCommand) this.commands.push({ line: this.begins, variables, words: this.words });
    this.commands.push(...this.inner);
    this.words = [];
    this.inner = [];
  }
}

/** Where the parenthesis is that closes the one before `from`, quotes passed over. */
function closingParenthesis(script: string, from: number): number {
  let depth = 1;
  let quote = "";
  for (let at = from; at < script.length; at++) {
    const character = script[at] ?? "";
    if (character === "\\" && quote !== "'") at++;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    if (depth === 0) return at;
  }
  return script.length;
}
