import { isSensitive, isWriteOnly } from "./marks";
import {
  type AttributeSchema,
  type BlockSchema,
  type CtyType,
  isDynamic,
  type NestedBlockSchema,
  type Nesting,
  typeOfBlock,
  typeOfNested,
} from "./model";
import { type Described, type ProviderPackage, readSource } from "./packages";
import { type Bindings, type ClassAttribute, type Flags, type HclEntry, parseBindings, type Shape } from "./parse";

/** Raised by one whenever this file derives something else from the same bindings. */
export const DERIVATION = 1;

/** A structure of the bindings, and how its members are found. */
interface Structure {
  readonly name: string;
  readonly members: readonly ClassAttribute[];
}

/** What stays the same while one type is derived. */
interface Context {
  readonly bindings: Bindings;
  readonly described: Described;
  readonly generation: ProviderPackage["generation"];
  /** The structures around the one in hand, outermost first. */
  readonly within: readonly string[];
}

/**
 * Derives the schema of one type from the bindings of its provider. What the bindings do not say is left out:
 * validators, defaults, which arguments replace the object. The rules of the local cloud say those.
 * @throws UserError if the package does not know the type.
 */
export function deriveSchema(from: ProviderPackage, described: Described): BlockSchema {
  const bindings = parseBindings(readSource(from, described));
  const context: Context = { bindings, described, generation: from.generation, within: [] };
  const members = bindings.classes.get(bindings.main) ?? [];
  // Terraform itself knows "alias", which the bindings add to every provider.
  const own = described.kind === "provider" ? members.filter((member) => member.name !== "alias") : members;
  return deriveBlock(context, { name: bindings.main, members: own });
}

function deriveBlock(context: Context, structure: Structure): BlockSchema {
  if (context.within.includes(structure.name)) throw defect(context, `${structure.name} holds itself`);
  const inside = { ...context, within: [...context.within, structure.name] };
  const attributes: AttributeSchema[] = [];
  const blocks: NestedBlockSchema[] = [];
  for (const member of structure.members) {
    const hcl = context.bindings.hcl.get(structure.name)?.get(member.name);
    const shape = hcl ?? member.getter ?? { kind: "simple", storage: "any" };
    const inner = structureOf(context, shape);
    if (inner && isBlock(context, structure, member, hcl)) blocks.push(deriveNestedBlock(inside, member, hcl, inner));
    else attributes.push(deriveAttribute(inside, member, shape, inner));
  }
  return { attributes, blocks };
}

/** The structure that the items of an attribute or block have; undefined for simple values. */
function structureOf(context: Context, { kind, storage }: Shape): Structure | undefined {
  const item = kind === "list" || kind === "set" ? storage.replace(/List$/, "") : storage;
  const name = kind === "map" ? item.replace(/Map$/, "") : item;
  const members = context.bindings.classes.get(`${name}OutputReference`) ?? providerMembers(context, name);
  return members && { name, members };
}

/** The blocks of a provider's configuration have no class: their members are those of the interface. */
function providerMembers({ bindings, described }: Context, name: string): readonly ClassAttribute[] | undefined {
  if (described.kind !== "provider" || !bindings.hcl.has(name)) return undefined;
  return [...(bindings.interfaces.get(name) ?? [])].map(([member, { required }]) => ({
    ...{ name: member, required, optional: !required, computed: false, oneItem: false },
  }));
}

/**
 * Lists of blocks are written as such; a list that the bindings hold as one item is always a block; of the rest the
 * documentation says it.
 */
function isBlock(context: Context, { name }: Structure, member: ClassAttribute, hcl: HclEntry | undefined): boolean {
  if (!hcl) return false;
  if (hcl.kind === "list" || hcl.kind === "set") return hcl.listOf !== "values";
  const { interfaces } = context.bindings;
  const argument = (interfaces.get(`${name}Config`) ?? interfaces.get(name))?.get(member.name);
  return hcl.kind === "struct" && argument?.isBlock === true;
}

function deriveNestedBlock(
  context: Context,
  member: ClassAttribute,
  hcl: HclEntry | undefined,
  inner: Structure,
): NestedBlockSchema {
  const block = deriveBlock(context, inner);
  const nesting = nestingOf(hcl?.kind);
  if (nesting === "map") throw defect(context, `${member.name} is a map of blocks`);
  // Terraform would need such blocks as one value of a type of its own.
  if (nesting !== "single" && isDynamic(typeOfBlock(block)))
    throw defect(context, `${member.name} holds values of any type`);
  const one = nesting !== "single" && hcl?.listOf === undefined;
  const minItems = nesting !== "single" && member.required ? 1 : 0;
  return { name: member.name, nesting, minItems, maxItems: one ? 1 : 0, block };
}

function deriveAttribute(
  context: Context,
  member: ClassAttribute,
  shape: Shape,
  inner: Structure | undefined,
): AttributeSchema {
  const { type } = context.described;
  const top = context.within.length === 1;
  const { name } = member;
  const marks = { writeOnly: isWriteOnly(name), sensitive: isWriteOnly(name) || (top && isSensitive(type, name)) };
  const flags = flagsOf(member);
  if (!inner) return { name, type: typeOfShape(shape), ...flags, ...marks };
  const nesting = nestingOf(shape.kind);
  const { attributes } = deriveBlock(context, inner);
  const nested = context.generation === "framework" ? { nested: { nesting, attributes } } : {};
  return { name, type: typeOfNested(nesting, attributes), ...nested, ...flags, ...marks };
}

/** Terraform wants one of required, optional, computed, or optional and computed. */
function flagsOf({ required, optional, computed }: Flags): Flags {
  return { required, optional: optional && !required, computed: computed && !required };
}

function nestingOf(kind: Shape["kind"] | undefined): Nesting {
  return kind === "struct" || kind === "simple" || kind === undefined ? "single" : kind;
}

function typeOfShape({ kind, storage }: Shape): CtyType {
  const type = typeOfStorage(storage);
  const inner = Array.isArray(type) && type[0] === "list" ? type[1] : undefined;
  return kind === "set" && inner !== undefined ? ["set", inner] : type;
}

/** "string", "numberList", "stringListMap": read from the end. A value of any type is a map of any in the bindings. */
function typeOfStorage(storage: string): CtyType {
  if (storage === "anyMap") return "dynamic";
  if (storage.endsWith("List")) return ["list", typeOfStorage(storage.slice(0, -4))];
  if (storage.endsWith("Map")) return ["map", typeOfStorage(storage.slice(0, -3))];
  const simple: Readonly<Record<string, CtyType>> = { string: "string", number: "number", boolean: "bool" };
  return simple[storage] ?? "dynamic";
}

function defect({ described, within }: Context, problem: string): Error {
  return new Error(`no schema can be derived for ${described.type}: in ${within.join(" > ")}, ${problem}`);
}
