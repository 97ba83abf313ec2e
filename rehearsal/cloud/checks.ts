import type { Attributes, CloudView, Reference, Refusal, ResourceRule, Value } from "./rule";
import { asList, sameValue, valuesAt } from "./values";

/** Which objects a check may see, with the rules of their types. */
export interface Population {
  readonly types: readonly string[];
  readonly rule: (type: string) => ResourceRule;
  readonly view: CloudView;
}

/** References to objects that do not exist. */
export function missingReferences(rule: ResourceRule, self: Attributes, view: CloudView): readonly Refusal[] {
  return Object.entries(rule.references ?? {}).flatMap(([path, reference]) =>
    valuesAt(self, path)
      .filter((value) => value !== "" && !reference.builtIn?.test(String(value)))
      .filter((value) => !typesOf(reference).some((type) => view.find(type, value, reference.by)))
      .map((value) => ({
        summary: reference.missing ?? "NotFound",
        detail: `There is no ${typesOf(reference).join(" or ")} whose ${reference.by ?? "id"} is "${value}".`,
        attribute: path,
      })),
  );
}

/** Values that must be its own and that another object of the type has. */
export function takenValues(type: string, rule: ResourceRule, self: Attributes, view: CloudView): readonly Refusal[] {
  return (rule.unique ?? []).flatMap((keys) => {
    if (keys.some((key) => isNothing(self[key]))) return [];
    const twin = view
      .list(type)
      .find((other) => other.id !== self.id && keys.every((key) => sameValue(other[key], self[key])));
    if (!twin) return [];
    const values = keys.map((key) => `${key} "${self[key]}"`).join(" and ");
    return [
      {
        summary: rule.taken ?? "AlreadyExists",
        detail: `${type} ${twin.id} already has ${values}.`,
        attribute: keys[0],
      },
    ];
  });
}

/** Objects that keep this one from being deleted because they refer to it. */
export function dependents(type: string, self: Attributes, all: Population): readonly Refusal[] {
  const users = all.types.flatMap((userType) => {
    const strong = Object.entries(all.rule(userType).references ?? {}).filter(
      ([, to]) => typesOf(to).includes(type) && !to.weak,
    );
    return all.view
      .list(userType)
      .filter((user) => !(userType === type && user.id === self.id))
      .filter((user) => strong.some(([path, to]) => valuesAt(user, path).includes(self[to.by ?? "id"] ?? null)))
      .map((user) => `${userType} ${user.id}`);
  });
  if (users.length === 0) return [];
  const summary = all.rule(type).inUse ?? "DependencyViolation";
  return [{ summary, detail: `${type} ${self.id} cannot be deleted: ${users.join(", ")} still refer to it.` }];
}

function typesOf(reference: Reference): readonly string[] {
  return typeof reference.type === "string" ? [reference.type] : reference.type;
}

function isNothing(value: Value | undefined): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && asList(value).length === 0);
}
