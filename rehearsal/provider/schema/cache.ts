import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DERIVATION, deriveSchema } from "./derive";
import type { BlockSchema } from "./model";
import { type Described, type ProviderPackage, shownName } from "./packages";

/** What a file of the cache holds. */
interface Entry {
  readonly derivation: number;
  readonly schema: BlockSchema;
}

/**
 * Derived schemas, kept in files: one a type, named by the package's version, so that nothing in it ever needs to be
 * thrown away.
 */
export class SchemaCache {
  private readonly known = new Map<string, BlockSchema>();

  constructor(private readonly directory: string) {}

  /**
   * The schema of a type: from memory, from its file, or derived. A file that cannot be read is derived again.
   * @throws UserError if the package does not know the type.
   */
  schemaOf(from: ProviderPackage, described: Described): BlockSchema {
    const file = this.fileOf(from, described);
    const found = this.known.get(file) ?? read(file) ?? derive(file, from, described);
    this.known.set(file, found);
    return found;
  }

  private fileOf(from: ProviderPackage, described: Described): string {
    const name = shownName(described).replace(" ", ".");
    return path.join(this.directory, `${from.name}-${from.version}-d${DERIVATION}`, `${name}.json`);
  }
}

function derive(file: string, from: ProviderPackage, described: Described): BlockSchema {
  const schema = deriveSchema(from, described);
  const entry: Entry = { derivation: DERIVATION, schema };
  const draft = `${file}.${process.pid}.new`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(draft, JSON.stringify(entry));
  // Renamed, so that another process never reads half of it.
  renameSync(draft, file);
  return schema;
}

function read(file: string): BlockSchema | undefined {
  try {
    const entry: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isEntry(entry) ? entry.schema : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value) || value.derivation !== DERIVATION || !isRecord(value.schema)) return false;
  return Array.isArray(value.schema.attributes) && Array.isArray(value.schema.blocks);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
