import rules from "./rules.json";

/** A text that a pattern knows whole. */
interface PatternRule {
  readonly pattern: string;
  readonly is: string;
}

/** A text that follows from other keys, their names in braces. */
interface EqualityRule {
  readonly equals: string;
}

interface NumberRule {
  readonly number: number;
  readonly is: string;
}

/** A list of texts, each of one family, which is a pattern: at least one of every family, and at most so many. */
interface FamiliesRule {
  readonly families: Readonly<Record<string, string>>;
  readonly most: Readonly<Record<string, number>>;
  readonly is: string;
}

type Rule = PatternRule | EqualityRule | NumberRule | FamiliesRule;

/** The rule of each key of the contract. */
const RULES: Readonly<Record<string, Rule>> = rules.keys;

/** Whether a pattern of rules.json knows the whole of a text, as Nix's builtins.match has it. */
export function matches(pattern: string, value: unknown): boolean {
  return typeof value === "string" && new RegExp(`^(?:${pattern})$`).test(value);
}

/**
 * What is wrong with a text as the contract of an environment, as the end of a sentence that begins with where the
 * text is from; undefined if nothing is.
 */
export function problemOfText(text: string, environment: string): string | undefined {
  return isFlatObject(text) ? problemOfValue(JSON.parse(text), environment) : rules.words.text;
}

/** Whether a text is an object of texts, whole numbers, words and lists of texts, and in ASCII: any parser reads it. */
function isFlatObject(text: string): boolean {
  const { longest, characters, shrink, object } = rules.text;
  if (text.length > longest || !matches(characters, text)) return false;
  const shape = shrink.reduce((left, [from = "", to = ""]) => left.replaceAll(new RegExp(from, "g"), to), text);
  return matches(object, shape);
}

/**
 * The same of a value. Values are not repeated, except for a version and the name of an environment: what is wrong may
 * be exactly that something secret strayed in.
 */
export function problemOfValue(value: unknown, environment: string): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return rules.words.text;
  const found = new Map(Object.entries(value));
  const { words, keys } = rules;
  const version: unknown = found.get("schema_version");
  if (Number.isInteger(version) && version !== keys.schema_version.number) {
    return fill(words.version, { found: String(version), read: String(keys.schema_version.number) });
  }
  const named: unknown = found.get("environment");
  if (typeof named === "string" && named !== environment && matches(keys.environment.pattern, named)) {
    return fill(words.environment, { found: named, asked: environment });
  }
  const problems = [...wrongKeys(found), ...unknownKeys(found)];
  const remaining = problems.length > 0 ? problems : disagreements(found);
  return remaining.length > 0 ? fill(words.broken, { problems: remaining.join("; ") }) : undefined;
}

type Found = ReadonlyMap<string, unknown>;

function wrongKeys(found: Found): readonly string[] {
  return Object.entries(RULES).flatMap(([key, rule]) => {
    if (!found.has(key)) return [fill(rules.words.missing, { key })];
    return holds(rule, found.get(key)) ? [] : [wrong(key, rule)];
  });
}

function unknownKeys(found: Found): readonly string[] {
  const unknown = [...found.keys()].filter((key) => !Object.hasOwn(RULES, key)).sort();
  return unknown.map((key) => fill(rules.words.unknown, { key }));
}

/** What does not follow from the other keys, each of which keeps its own rule. */
function disagreements(found: Found): readonly string[] {
  const texts = Object.fromEntries([...found].map(([key, value]) => [key, String(value)]));
  return Object.entries(RULES).flatMap(([key, rule]) =>
    "equals" in rule && found.get(key) !== fill(rule.equals, texts) ? [wrong(key, rule)] : [],
  );
}

function holds(rule: Rule, value: unknown): boolean {
  if ("pattern" in rule) return matches(rule.pattern, value);
  if ("number" in rule) return value === rule.number;
  if ("equals" in rule) return typeof value === "string";
  return Array.isArray(value) && fits(rule, value);
}

function fits({ families, most }: FamiliesRule, items: readonly unknown[]): boolean {
  const isOf = (family: string) => (item: unknown) => matches(families[family] ?? "", item);
  const names = Object.keys(families);
  const counts = names.map((family) => [items.filter(isOf(family)).length, most[family] ?? 0] as const);
  return (
    counts.every(([count, atMost]) => count > 0 && count <= atMost) &&
    items.every((item) => names.some((family) => isOf(family)(item)))
  );
}

function wrong(key: string, rule: Rule): string {
  return fill(rules.words.wrong, { key, is: "equals" in rule ? rule.equals : rule.is });
}

/** A text with values in place of their names in braces. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (braces, name: string) => values[name] ?? braces);
}
