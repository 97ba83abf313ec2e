import type { Attributes, Value } from "./rule";

/** The text, or undefined for anything else: null, absent, of another type. */
export function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The number, or undefined for anything else. */
export function number(value: Value | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The texts of a list or set; none for anything else. */
export function texts(value: Value | undefined): readonly string[] {
  return asList(value).filter((item) => typeof item === "string");
}

/** The items of a block or of a list of objects; a single object counts as one. None for anything else. */
export function blocks(value: Value | undefined): readonly Attributes[] {
  return (isObject(value) ? [value] : asList(value)).filter(isObject);
}

/** The object, or an empty one for anything else: maps such as tags. */
export function map(value: Value | undefined): Attributes {
  return isObject(value) ? value : {};
}

/** The value as a list; empty for anything else. */
export function asList(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

/** Every value at a dotted path, lists and blocks on the way opened, nulls and what is absent left out. */
export function valuesAt(attributes: Attributes, path: string): readonly Value[] {
  const [head = "", ...rest] = path.split(".");
  const found = attributes[head];
  if (rest.length > 0) return blocks(found).flatMap((block) => valuesAt(block, rest.join(".")));
  const all = isList(found) ? found : [found];
  return all.filter((value) => value !== undefined && value !== null);
}

/** Whether two values are the same to Terraform, the order of keys aside. */
export function sameValue(one: Value | undefined, other: Value | undefined): boolean {
  return JSON.stringify(sorted(one ?? null)) === JSON.stringify(sorted(other ?? null));
}

/** The value with the keys of its objects in order, so that it is written the same way every time. */
export function sorted(value: Value): Value {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

/** Whether the value is an object: a map or one block. */
export function isObject(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
