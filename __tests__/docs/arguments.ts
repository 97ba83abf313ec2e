/** What a program, or one of its verbs, takes. */
export interface Syntax {
  /** Its options, separated by spaces; "=" behind one that takes a value: "--on= -v". */
  readonly options?: string;
  /** How many operands it needs at least and takes at most. */
  readonly operands?: readonly [least: number, most: number];
  /** After this many operands the rest is another's: a command to run. */
  readonly stopsAfter?: number;
}

/** Arguments, told apart. */
export interface Given {
  readonly options: readonly (readonly [name: string, value: string | undefined])[];
  readonly operands: readonly string[];
  /** What follows `--`, or the last operand of its own. */
  readonly rest: readonly string[];
}

/** A wrong command: what is wrong with it. */
export class Wrong extends Error {}

/** Stands in a document for "and so on". */
const AND_SO_ON = /^(?:…|\.\.\.)$/;

/** Whether a word stands for others: a `<placeholder>`, a variable, `…`, `NAME`. */
export function isOpen(word: string): boolean {
  return /[<>$…]|\.\.\./.test(word) || /^[A-Z][A-Z_-]*$/.test(word);
}

/**
 * Tells arguments apart.
 * @throws Wrong for an option that is not in the syntax, and for too few or too many operands.
 */
export function tellApart(words: readonly string[], syntax: Syntax): Given {
  const known = new Map(
    (syntax.options ?? "").split(" ").map((option) => [option.replace("=", ""), option.endsWith("=")]),
  );
  const options: [string, string | undefined][] = [];
  const operands: string[] = [];
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") break;
    if (word.startsWith("-") && word !== "-") {
      const [name, value] = optionIn(word, known);
      options.push([name, value ?? (known.get(name) ? words[++at] : undefined)]);
    } else if (operands.length === syntax.stopsAfter) break;
    else operands.push(word);
  }
  const rest = words.slice(words[at] === "--" ? at + 1 : at);
  refuseCount(operands, syntax.operands);
  return { options, operands, rest };
}

/** The option that a word is, and its value where that is in the same word. */
function optionIn(word: string, known: ReadonlyMap<string, boolean>): readonly [string, string?] {
  const [, name = word, value] = /^(--?[\w-]+)=(.*)$/s.exec(word) ?? [];
  if (known.has(name)) {
    if (value !== undefined && !known.get(name)) throw new Wrong(`${name} takes no value`);
    return [name, value];
  }
  // Letters run together: -rf, -n50.
  const [, first = "", others = ""] = /^-(\w)(.+)$/.exec(word) ?? [];
  if (known.get(`-${first}`)) return [`-${first}`, others];
  if (known.has(`-${first}`)) return optionIn(`-${others}`, known);
  throw new Wrong(`${name} is no option of it`);
}

function refuseCount(operands: readonly string[], [least, most] = [0, 0] as readonly [number, number]): void {
  if (operands.some((operand) => AND_SO_ON.test(operand))) return;
  if (operands.length < least) throw new Wrong("it lacks an argument");
  if (operands.length > most) throw new Wrong(`"${operands[most]}" is one argument too many`);
}
