import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../../common/errors";
import type { Attributes } from "./rule";
import { isObject, sorted } from "./values";

/** Raised by one whenever the file changes its shape. */
const VERSION = 1;

/** Every object of the local cloud, by type and id, kept in one readable JSON file. */
export class State {
  private constructor(
    private readonly file: string,
    private readonly objects: Map<string, Map<string, Attributes>>,
  ) {}

  /**
   * Reads the file; a missing one is an empty cloud.
   * @throws UserError for a file that is no state of this version.
   */
  static load(file: string): State {
    return new State(file, existsSync(file) ? parse(readFileSync(file, "utf8"), file) : new Map());
  }

  get(type: string, id: string): Attributes | undefined {
    return this.objects.get(type)?.get(id);
  }

  list(type: string): readonly Attributes[] {
    return [...(this.objects.get(type)?.values() ?? [])];
  }

  /** The types of which there are objects. */
  types(): readonly string[] {
    return [...this.objects.keys()];
  }

  /** Keeps the object under its `id`, and writes the file. */
  put(type: string, id: string, attributes: Attributes): void {
    const ofType = this.objects.get(type) ?? new Map<string, Attributes>();
    this.objects.set(type, ofType.set(id, attributes));
    this.save();
  }

  /** Forgets the object, and writes the file. */
  drop(type: string, id: string): void {
    const ofType = this.objects.get(type);
    if (!ofType?.delete(id)) return;
    if (ofType.size === 0) this.objects.delete(type);
    this.save();
  }

  /** Written beside and renamed, so that whoever is stopped in the middle leaves the old file whole. */
  private save(): void {
    const objects = Object.fromEntries([...this.objects].map(([type, ofType]) => [type, Object.fromEntries(ofType)]));
    const draft = `${this.file}.new`;
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(draft, `${JSON.stringify(sorted({ version: VERSION, objects }), null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, this.file);
  }
}

function parse(content: string, file: string): Map<string, Map<string, Attributes>> {
  const refuse = (problem: string): UserError =>
    new UserError(
      `${file}, the state of the local cloud, cannot be read: ${problem}.`,
      "npm run rehearse  (starts from nothing)",
    );
  let state: unknown;
  try {
    state = JSON.parse(content);
  } catch {
    throw refuse("it is no JSON");
  }
  if (!isObject(state) || state.version !== VERSION) throw refuse(`it is not of version ${VERSION}`);
  if (!isObject(state.objects)) throw refuse("it has no objects");
  const objects = new Map<string, Map<string, Attributes>>();
  for (const [type, ofType] of Object.entries(state.objects)) {
    if (!isObject(ofType)) throw refuse(`its ${type} are no objects`);
    const entries = Object.entries(ofType).map(([id, attributes]): [string, Attributes] => {
      if (!isObject(attributes)) throw refuse(`${type} ${id} is no object`);
      return [id, attributes];
    });
    objects.set(type, new Map(entries));
  }
  return objects;
}
