import { createHash } from "node:crypto";
import { type BlockSchema, writeOnlyNames } from "./schema/model";
import { isUnknown, type TerraformObject } from "./value";

/** What Terraform keeps for the provider beside an object's state, and never shows. */
export interface PrivateData {
  /** The object's id in the cloud: not every type has an attribute for it. */
  readonly id: string;
  /** SHA-256 of the write-only arguments with which it was last applied, by name. */
  readonly writeOnly: Readonly<Record<string, string>>;
}

/**
 * Reads what {@link writePrivate} wrote; undefined for anything else, such as the nothing of an object that is not made
 * yet.
 */
export function readPrivate(bytes: Uint8Array): PrivateData | undefined {
  if (bytes.length === 0) return undefined;
  const data: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
  return isPrivateData(data) ? data : undefined;
}

/** The bytes that Terraform keeps. */
export function writePrivate(data: PrivateData): Uint8Array {
  return Buffer.from(JSON.stringify(data));
}

/**
 * The id of an object: the one kept for the provider, or that of its state.
 * @throws Error if there is neither.
 */
export function idOf(bytes: Uint8Array, state: TerraformObject): string {
  const id = readPrivate(bytes)?.id ?? state.id;
  if (typeof id !== "string" || id === "") throw new Error("the state has no id by which the object could be found");
  return id;
}

/** The hashes of the write-only arguments that are configured and known, by name. */
export function writeOnlyHashes(schema: BlockSchema, config: TerraformObject): Readonly<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const name of writeOnlyNames(schema)) {
    const value = config[name];
    if (typeof value === "string") hashes[name] = createHash("sha256").update(value).digest("hex");
  }
  return hashes;
}

/** Whether the write-only argument is another than at the last apply: also when it can be known only after this one. */
export function writeOnlyChanged(
  name: string,
  schema: BlockSchema,
  config: TerraformObject,
  kept: PrivateData | undefined,
): boolean {
  return isUnknown(config[name]) || writeOnlyHashes(schema, config)[name] !== kept?.writeOnly[name];
}

function isPrivateData(data: unknown): data is PrivateData {
  if (typeof data !== "object" || data === null || !("id" in data) || !("writeOnly" in data)) return false;
  return typeof data.id === "string" && typeof data.writeOnly === "object" && data.writeOnly !== null;
}
