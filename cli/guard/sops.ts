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
 * What a file of sops holds in the clear. sops leaves empty values as they are, so these may stand; whatever else its
 * settings let through (`unencrypted_suffix` and the like) is a finding.
 */
export function unencryptedIn(file: string, text: string): readonly Unencrypted[] {
  return /\.json$/i.test(file) ? unencryptedInJson(text) : unencryptedInLines(text);
}

function unencryptedInJson(text: string): readonly Unencrypted[] {
  const parsed = parseObject(text);
  if (!parsed) return [{ line: 1, what: "a sops file that is no JSON object: it is not what sops writes" }];
  const { sops, ...values } = parsed;
  if (!isMetadata(sops)) return [{ line: 1, what: NO_METADATA }];
  return clearKeys(values).map((key) => ({ line: lineOfKey(text, key), what: CLEAR }));
}

/** The key below which each value stands that is not encrypted; that of the list for a list's items. */
function clearKeys(value: unknown, key = ""): readonly string[] {
  if (typeof value === "object" && value !== null) {
    const nested: readonly [string, unknown][] = Object.entries(value);
    return nested.flatMap(([name, item]) => clearKeys(item, Array.isArray(value) ? key : name));
  }
  return value === null || value === "" || isEncrypted(value) ? [] : [key];
}

function isMetadata(sops: unknown): boolean {
  return typeof sops === "object" && sops !== null && "mac" in sops && isEncrypted(sops.mac);
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("ENC[");
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

/** Where the metadata begins in YAML, INI and dotenv; from there on all is sops's own. */
const METADATA = /^(sops:|\[sops\]|sops_[a-z_]+=)/;
/** A trimmed line as sops writes it there: a key without a value, with an empty or with an encrypted one. */
const KEY = '("[^"]*"|[^\\s:="]+)\\s*[:=]';
const VALUE = `["']?ENC\\[.*|""|null|\\[\\]|\\{\\}`;
const ENCRYPTED_LINE = new RegExp(`^(|---|#ENC\\[.*|\\[[^\\]]*\\]|(- )*(${KEY}|(${KEY}\\s*)?(${VALUE})))$`);

function unencryptedInLines(text: string): readonly Unencrypted[] {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => METADATA.test(line));
  if (end < 0) return [{ line: 1, what: NO_METADATA }];
  return lines
    .slice(0, end)
    .flatMap((line, at) => (ENCRYPTED_LINE.test(line.trim()) ? [] : [{ line: at + 1, what: CLEAR }]));
}
