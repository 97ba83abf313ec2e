import rules from "../../contract/encryption.json";
import { encryptionOf } from "../../contract/sops";

/** Something in a file of sops that is not encrypted. */
export interface Unencrypted {
  /** From 1; 1 too where the file as a whole is meant. */
  readonly line: number;
  readonly what: string;
}

const NO_METADATA = "a sops file without the metadata of sops: it was never encrypted, or is decrypted";
const CLEAR = "a value that sops did not encrypt";

/** Whether a file's name says that sops encrypts it. `.sops.yaml`, the settings of sops, is none. */
export function isSopsFile(file: string): boolean {
  return /(^|\/)[^/]+\.sops\.[^/.]+$/i.test(file);
}

/**
 * What a file of sops holds in the clear, by the rule of contract/encryption.json; in YAML, INI and dotenv by its
 * lines.
 */
export function unencryptedIn(file: string, text: string): readonly Unencrypted[] {
  return /\.json$/i.test(file) ? unencryptedInJson(text) : unencryptedInLines(text);
}

function unencryptedInJson(text: string): readonly Unencrypted[] {
  const parsed = parseObject(text);
  if (!parsed) return [{ line: 1, what: "a sops file that is no JSON object: it is not what sops writes" }];
  const { isSigned, clear } = encryptionOf(parsed);
  if (!isSigned) return [{ line: 1, what: NO_METADATA }];
  return clear.map((way) => ({ line: lineOfKey(text, way.at(-1) ?? ""), what: CLEAR }));
}

function lineOfKey(text: string, key: string): number {
  const at = text.indexOf(`${JSON.stringify(key)}:`);
  return at < 0 ? 1 : text.slice(0, at).split("\n").length;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

/** Where the metadata begins in YAML, INI and dotenv, and what its further lines are: behind them a file may go on. */
const METADATA = [
  { begins: /^sops:\s*$/, goesOn: /^(\s.*)?$/ },
  { begins: /^\[sops\]\s*$/, goesOn: /^(?!\[)/ },
  { begins: /^sops_[a-z0-9_]+=/, goesOn: /^(sops_[a-z0-9_]+=.*)?$/ },
] as const;
const MAC = new RegExp(`^\\s*(sops_)?mac\\s*[:=]\\s*["']?${rules.encrypted}["']?\\s*$`);
/** A trimmed line as sops writes it: a key without a value, with one that it leaves, or with an encrypted one. */
const KEY = '("[^"]*"|[^\\s:="]+)\\s*[:=]';
const VALUE = `["']?${rules.encrypted}["']?|""|null|\\[\\]|\\{\\}`;
const ENCRYPTED_LINE = new RegExp(
  `^(|---|[#;] ?${rules.encrypted}|\\[[^\\]]*\\]|(- )*(${KEY}|(${KEY}\\s*)?(${VALUE})))$`,
);

function unencryptedInLines(text: string): readonly Unencrypted[] {
  const lines = text.split(/\r?\n/);
  if (!lines.some((line) => MAC.test(line))) return [{ line: 1, what: NO_METADATA }];
  let metadata: RegExp | undefined;
  return lines.flatMap((line, at) => {
    if (!metadata?.test(line)) metadata = METADATA.find(({ begins }) => begins.test(line))?.goesOn;
    return metadata || ENCRYPTED_LINE.test(line.trim()) ? [] : [{ line: at + 1, what: CLEAR }];
  });
}
