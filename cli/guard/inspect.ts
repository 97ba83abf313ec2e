import type { Candidate } from "./candidates";
import { type Found, secretsIn } from "./contents";
import { refusedByName } from "./names";
import { tokensIn } from "./secretlint";
import { isSopsFile, unencryptedIn } from "./sops";

/** Something that must not be committed. It never holds the secret itself. */
export interface Finding {
  /** The path from the project's folder. */
  readonly file: string;
  /** From 1; none when the file itself is refused, for its name. */
  readonly line?: number;
  readonly what: string;
  /** The name of the rule. */
  readonly rule: string;
  readonly why: string;
}

const SOPS = { rule: "sops", why: "a file named *.sops.* is taken for encrypted by whoever sees it" } as const;

/** What is to be said against a file, by its name and by its contents. */
export async function inspectCandidate({ file, contents }: Candidate): Promise<readonly Finding[]> {
  return [...inspectName(file), ...(Buffer.isBuffer(contents) ? await inspectContents(file, contents) : [])];
}

/** What the name of a file says against it. */
export function inspectName(file: string): readonly Finding[] {
  return refusedByName(file).map(({ name, what, why }) => ({ file, what, rule: name, why }));
}

/**
 * What the contents of a file say against it: one finding a line and rule. Files that are not text hold none.
 * @throws UserError when the library that knows tokens does not work.
 */
export async function inspectContents(file: string, bytes: Buffer): Promise<readonly Finding[]> {
  const text = decode(bytes);
  if (text === undefined) return [];
  const clear = isSopsFile(file) ? unencryptedIn(file, text) : [];
  const secrets = (await allSecretsIn(file, text)).map(({ rule: { name, what, why }, start }) => {
    return { file, line: lineAt(text, start), what, rule: name, why };
  });
  return unique([...secrets, ...clear.map(({ line, what }) => ({ file, line, what, ...SOPS }))]);
}

/** What our rules find, and what the library finds elsewhere. */
async function allSecretsIn(file: string, text: string): Promise<readonly Found[]> {
  const ours = secretsIn(text);
  const others = await tokensIn(file, text);
  return [...ours, ...others.filter((one) => !ours.some(({ start, end }) => start < one.end && one.start < end))];
}

/** As many bytes as git looks at to tell text from the rest. */
const SNIFFED = 8000;

function decode(bytes: Buffer): string | undefined {
  // PowerShell writes what it redirects as UTF-16, which is full of zeros and text nevertheless.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le");
  return bytes.subarray(0, SNIFFED).includes(0) ? undefined : bytes.toString("utf8");
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.line} ${finding.rule}`, finding])).values()].toSorted(
    (a, b) => (a.line ?? 0) - (b.line ?? 0),
  );
}
