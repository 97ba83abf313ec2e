import type { Attributes, CloudView, Computed, ResourceRule, Value } from "./rule";
import { isObject } from "./values";

/**
 * The object with the computed attributes that it lacks, one after the other, so that a later one may use an earlier.
 */
export async function fillComputed(rule: ResourceRule, self: Attributes, view: CloudView): Promise<Attributes> {
  let filled = self;
  for (const [path, computed] of Object.entries(rule.computed ?? {})) {
    filled = await fillAt(filled, path.split("."), () => evaluate(computed, filled, view));
  }
  return filled;
}

/**
 * The attributes that a rule takes for what the configuration leaves out; those that cannot be known yet are not among
 * them.
 */
export function defaultsFor(rule: ResourceRule, known: Attributes, view: CloudView): Attributes {
  const found: Record<string, Value> = {};
  for (const [name, value] of Object.entries(rule.defaults ?? {})) {
    if (known[name] !== undefined && known[name] !== null) continue;
    const settled = typeof value === "function" ? value(settledSoFar(known, found), view) : value;
    if (settled !== undefined) found[name] = settled;
  }
  return found;
}

/** What is not known yet stays absent, though it has a default: only what is left out takes it. */
function settledSoFar(known: Attributes, found: Attributes): Attributes {
  return Object.fromEntries(Object.entries(known).map(([name, value]) => [name, value ?? found[name] ?? null]));
}

async function evaluate(computed: Computed, self: Attributes, view: CloudView): Promise<Value> {
  return typeof computed === "function" ? computed(self, view) : computed;
}

/** Fills an absent attribute; on the way through a block, that of every item. */
async function fillAt(
  self: Attributes,
  [head = "", ...rest]: readonly string[],
  make: () => Promise<Value>,
): Promise<Attributes> {
  const found = self[head];
  if (rest.length === 0) return found === undefined ? { ...self, [head]: await make() } : self;
  const fillItem = async (item: Value): Promise<Value> => (isObject(item) ? fillAt(item, rest, make) : item);
  if (isObject(found)) return { ...self, [head]: await fillItem(found) };
  if (!Array.isArray(found)) return self;
  return { ...self, [head]: await Promise.all(found.map(fillItem)) };
}
