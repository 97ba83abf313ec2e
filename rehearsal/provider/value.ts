import type { Attributes, Value } from "../cloud/rule";
import type { BlockSchema, CtyType } from "./schema/model";

/** Stands for a value that is known only after apply. */
class Unknown {
  readonly kind = "unknown";
}

/** The one value that is not known yet. */
export const UNKNOWN: Unknown = Object.freeze(new Unknown());

/** A value that brings its type along: where a schema says "dynamic". */
export class Dynamic {
  constructor(
    readonly type: CtyType,
    readonly value: TerraformValue,
  ) {}
}

/**
 * A value as Terraform sends and takes it. Whole numbers beyond JavaScript's safe ones are bigints. Refinements of
 * unknown values ("not null", "begins with") are not kept: a provider may forget them.
 */
export type TerraformValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Unknown
  | Dynamic
  | readonly TerraformValue[]
  | TerraformObject;

/** An object, a map or a block. */
export interface TerraformObject {
  readonly [name: string]: TerraformValue;
}

/** Whether the value is an object, a map or one block. */
export function isObject(value: TerraformValue | undefined): value is TerraformObject {
  return typeof value === "object" && value !== null && !isList(value) && !isUnknown(value) && !isDynamic(value);
}

/** Whether the value is a list, set or tuple. */
export function isList(value: TerraformValue | undefined): value is readonly TerraformValue[] {
  return Array.isArray(value);
}

/** Whether it is known only after apply. */
export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

/** Whether it brings its type along. */
export function isDynamic(value: unknown): value is Dynamic {
  return value instanceof Dynamic;
}

/** Whether two values are the same. Sets need no care: Terraform always sends them in one order. */
export function sameValue(one: TerraformValue, other: TerraformValue): boolean {
  if (isDynamic(one) && isDynamic(other)) return sameValue(one.value, other.value);
  if (isList(one) && isList(other))
    return one.length === other.length && one.every((item, index) => sameValue(item, other[index] ?? null));
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => sameValue(one[name] ?? null, other[name] ?? null));
}

/**
 * The value as the local cloud takes it; undefined when it, or a part of it that has no place to be absent from, is not
 * known yet.
 */
function knownValue(value: TerraformValue): Value | undefined {
  if (isUnknown(value)) return undefined;
  if (isDynamic(value)) return knownValue(value.value);
  if (typeof value === "bigint") throw new Error(`the local cloud takes no number as large as ${value}`);
  if (isList(value)) {
    const items = value.map(knownValue);
    return items.some((item) => item === undefined) ? undefined : items.filter((item) => item !== undefined);
  }
  return isObject(value) ? knownAttributes(value) : value;
}

/**
 * The attributes that are known: null where nothing is configured, absent where the value is known only after apply.
 */
export function knownAttributes(value: TerraformObject): Attributes {
  const known: Record<string, Value> = {};
  for (const [name, each] of Object.entries(value)) {
    const plain = knownValue(each);
    if (plain !== undefined) known[name] = plain;
  }
  return known;
}

/**
 * An object of the local cloud as a state of that schema: what write-only arguments there are, and attributes that the
 * schema does not have, left out.
 */
export function stateOf(schema: BlockSchema, attributes: Attributes): TerraformObject {
  const names = [...schema.attributes.filter((each) => !each.writeOnly), ...schema.blocks].map((each) => each.name);
  return Object.fromEntries(names.map((name) => [name, attributes[name] ?? null]));
}
