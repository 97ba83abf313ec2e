import path from "node:path";
import { UserError } from "../../common/errors";
import type { Found } from "./contents";
import { loadSecretlint } from "./load-secretlint";

/** Rules of the preset that are not asked. */
const LEFT_OUT: readonly string[] = [
  "filter-comments", // a comment in a file would switch off the others
  "basicauth", // ours knows placeholders too
  "database-connection-string", // ours knows placeholders, Redis, and passwords with an "@"
  "privatekey", // ours knows keys of every kind, in JSON, in base64, cut off
  "aws", // ours knows the key's id too
].map((name) => `@secretlint/secretlint-rule-${name}`);

/** A token that it knows, so that a library that finds nothing any more is told from a text that has nothing. */
const KNOWN = `ghp_${"0aB".repeat(12)}`;

/** Every token in a text that has a shape which secretlint knows. */
type Finder = (file: string, text: string) => Promise<readonly Found[]>;

let loaded: Promise<Finder> | undefined;

/**
 * Every token in a text that has a shape which secretlint's recommended rules know. The library is loaded at the first
 * call.
 * @param file its name, by which some rules tell what it is.
 * @throws UserError when the library is missing, fails, or does not find a token that it should know.
 */
export async function tokensIn(file: string, text: string): Promise<readonly Found[]> {
  try {
    loaded ??= load();
    return await (await loaded)(file, text);
  } catch (error) {
    throw new UserError(`Nobody looked for tokens: secretlint does not work here (${reason(error)}).`, "npm ci");
  }
}

async function load(): Promise<Finder> {
  const { lintSource, rules } = await loadSecretlint();
  const asked = rules.map((rule) => ({ id: rule.meta.id, rule })).filter(({ id }) => !LEFT_OUT.includes(id));
  const find: Finder = async (file, content) => {
    const source = { filePath: file, content, contentType: "text", ext: path.extname(file) } as const;
    const { messages } = await lintSource({ source, options: { config: { rules: asked }, noPhysicFilePath: true } });
    return messages.map(({ ruleId, range: [start, end] }) => ({ rule: describe(ruleId), start, end }));
  };
  if ((await find("x", KNOWN)).length === 0) throw new RangeError("it does not find what it should");
  return find;
}

function describe(ruleId: string): Found["rule"] {
  const name = ruleId.replace("@secretlint/secretlint-rule-", "");
  return { name, what: `a token or key of ${name}`, why: "whoever has it acts as its owner there" };
}

/** Why it failed, without what an error of a rule might quote of a text. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return "for no reason that it says";
  return "code" in error ? String(error.code) : error.name;
}
