import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../common/errors";
import { writeAtomically } from "../../common/files";
import { encryptionOf } from "../../contract/sops";
import { findOnPath, run } from "../../programs/run";
import { parseDocument, type SecretDocument, serialiseDocument } from "./document";
import { SOPS_CONFIG, sopsFilePath } from "./sops-config";

/** What an encrypted file shows without a key. */
export interface SopsFile {
  /** Who can read it. */
  readonly recipients: readonly string[];
  /** Names of what is in it, "environment.DATABASE_URL". */
  readonly names: readonly string[];
  /** Those whose value is not encrypted. */
  readonly plain: readonly string[];
  /** Whether sops put its code over it. */
  readonly isSigned: boolean;
}

/** @throws UserError when sops is not on the PATH, saying how to get it. */
export function findSops(): string {
  const sops = findOnPath("sops");
  if (sops) return sops;
  throw new UserError(
    "sops is not on the PATH; it encrypts and decrypts the committed secrets.",
    "nix develop, or brew install sops, or https://github.com/getsops/sops/releases",
  );
}

export function hasSopsFile(root: string, environment: string): boolean {
  return existsSync(path.join(root, sopsFilePath(environment)));
}

/**
 * Looks at an encrypted file without decrypting it.
 * @throws UserError when it is missing or is no JSON object.
 */
export async function inspectSopsFile(root: string, environment: string): Promise<SopsFile> {
  demandSopsFile(root, environment);
  const file = sopsFilePath(environment);
  return inspect(await readFile(path.join(root, file), "utf8"), file);
}

function demandSopsFile(root: string, environment: string): void {
  if (hasSopsFile(root, environment)) return;
  throw new UserError(`${sopsFilePath(environment)} does not exist.`, `./cartographer secrets init ${environment}`);
}

function inspect(text: string, where: string): SopsFile {
  const content = parseObject(text, where);
  const { values, clear, isSigned } = encryptionOf(content);
  return {
    recipients: recipientsIn(content.sops),
    names: values.map((way) => way.join(".")),
    plain: clear.map((way) => way.join(".")),
    isSigned,
  };
}

/**
 * Decrypts an environment's file with whatever key of the operator's opens it.
 * @throws UserError in sops's words when none does, or the file was changed behind its back.
 */
export async function readSopsFile(root: string, environment: string): Promise<SecretDocument> {
  demandSopsFile(root, environment);
  const file = sopsFilePath(environment);
  const { exitCode, stdout, stderr } = await run(findSops(), ["decrypt", ...JSON_ALONE, file], { cwd: root });
  if (exitCode === 0) return parseDocument(stdout, file);
  throw new UserError(
    `${file} cannot be decrypted: ${lastWords(stderr)}`,
    `have somebody who can read it add you: ./cartographer secrets init ${environment}, commit ${SOPS_CONFIG}, ` +
      `then theirs: ./cartographer secrets re-encrypt ${environment}`,
  );
}

/**
 * Encrypts an environment's secrets for these recipients, with a new data key, and writes the file whole: only what
 * this operator can decrypt again, and in which every value is encrypted.
 * @throws UserError in sops's words, or for what sops made; the file is as before then.
 */
export async function writeSopsFile(
  root: string,
  environment: string,
  secrets: SecretDocument,
  recipients: readonly string[],
): Promise<void> {
  const file = sopsFilePath(environment);
  if (recipients.length === 0) {
    throw new UserError(
      `${SOPS_CONFIG} lists nobody; nothing was written.`,
      `./cartographer secrets init ${environment}`,
    );
  }
  const types = [...JSON_ALONE, "--filename-override", file];
  const encrypted = await run(findSops(), ["encrypt", "--age", recipients.join(","), ...types], {
    cwd: root,
    input: serialiseDocument(secrets),
  });
  if (encrypted.exitCode !== 0) throw new UserError(`${file} cannot be encrypted: ${lastWords(encrypted.stderr)}`);
  const { plain } = inspect(encrypted.stdout, file);
  if (plain.length > 0) {
    throw new UserError(
      `sops would leave ${plain.join(", ")} in plain text (it does so with names that end in _unencrypted, and ` +
        `where ${SOPS_CONFIG} says so); ${file} is as before.`,
      `git diff -- ${SOPS_CONFIG}, or give the variable another name`,
    );
  }
  const decrypted = await run(findSops(), ["decrypt", ...types], { cwd: root, input: encrypted.stdout });
  if (decrypted.exitCode !== 0 || !isDeepStrictEqual(parseDocument(decrypted.stdout, file), secrets)) {
    throw new UserError(
      `You could not read ${file} any more: none of your age keys is in ${SOPS_CONFIG}; the file is as before.`,
      `./cartographer secrets init ${environment}, or have somebody run this who can read it and stays in ` +
        `${SOPS_CONFIG}`,
    );
  }
  await writeAtomically(path.join(root, file), encrypted.stdout);
}

const JSON_ALONE = ["--input-type", "json", "--output-type", "json"] as const;

/** sops wraps its lines: its last paragraph is what it has to say. */
function lastWords(stderr: string): string {
  return (
    stderr
      .trim()
      .split(/\n\s*\n/)
      .at(-1)
      ?.replaceAll(/\s+/g, " ")
      .trim() || "sops does not say why"
  );
}

function parseObject(text: string, where: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // said below: a parser's message would quote the file
  }
  throw new UserError(`${where} is no JSON object.`, `git checkout -- ${where}`);
}

function recipientsIn(sops: unknown): readonly string[] {
  const age = isObject(sops) && Array.isArray(sops.age) ? sops.age : [];
  return age.flatMap((entry: unknown) => (isObject(entry) ? [String(entry.recipient)] : []));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
