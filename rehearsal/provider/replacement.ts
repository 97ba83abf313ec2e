import { type PrivateData, writeOnlyChanged } from "./private-data";
import type { AttributePath, PathStep } from "./protocol";
import type { ResourceContext } from "./resource";
import { type BlockSchema, nestedMembers } from "./schema/model";
import { isList, isObject, knownAttributes, sameValue, type TerraformObject, type TerraformValue } from "./value";

/**
 * Write-only arguments whose change replaces the object: the providers compare hashes, for nothing in the state
 * differs.
 */
const REPLACED_BY_WRITE_ONLY: Readonly<Record<string, readonly string[]>> = {
  tfe_variable: ["value_wo"],
};

/** The places at which a plan differs from the state in a way that only a new object can have. */
export function replacementPaths(
  { rule, schema }: ResourceContext,
  prior: TerraformObject,
  planned: TerraformObject,
): readonly AttributePath[] {
  const [before, after] = [knownAttributes(prior), knownAttributes(planned)];
  const conditional = Object.entries(rule.forceNewIf ?? {}).filter(([, replaces]) => replaces(before, after));
  const replacing = [...(rule.forceNew ?? []), ...conditional.map(([dotted]) => dotted)];
  return replacing.flatMap((dotted) =>
    changedPaths(schema, dotted.split("."), prior, planned).map((steps) => ({ steps })),
  );
}

/** The write-only arguments that differ from the last apply and replace the object. */
export function replacingSecrets(
  { type, schema }: ResourceContext,
  config: TerraformObject,
  kept: PrivateData | undefined,
): readonly string[] {
  const names = REPLACED_BY_WRITE_ONLY[type] ?? [];
  return names.filter((name) => writeOnlyChanged(name, schema, config, kept));
}

/**
 * Where two objects differ along a path: in lists of one length at the items that differ, in all else that has items as
 * a whole.
 */
function changedPaths(
  schema: BlockSchema,
  [head = "", ...rest]: readonly string[],
  prior: TerraformObject,
  planned: TerraformObject,
): readonly (readonly PathStep[])[] {
  const step: PathStep = { attribute_name: head };
  const [one, other] = [prior[head] ?? null, planned[head] ?? null];
  if (sameValue(valuesAt(one, rest), valuesAt(other, rest))) return [];
  const member = nestedMembers(schema).find(({ name }) => name === head);
  if (!member || rest.length === 0) return [[step]];
  const within = (from: TerraformObject, to: TerraformObject, ...steps: readonly PathStep[]) =>
    changedPaths(member.inner, rest, from, to).map((further) => [...steps, ...further]);
  if (isObject(one) && isObject(other) && member.nesting === "single") return within(one, other, step);
  // Terraform knows no steps into a set.
  if (member.nesting !== "list" || !isList(one) || !isList(other) || one.length !== other.length) return [[step]];
  return one.flatMap((item, index) => {
    const twin = other[index];
    return isObject(item) && isObject(twin) ? within(item, twin, step, { element_key_int: index }) : [];
  });
}

/** The values at the end of a path, through every item of the lists on the way. */
function valuesAt(value: TerraformValue, path: readonly string[]): readonly TerraformValue[] {
  const [head, ...rest] = path;
  if (head === undefined) return [value];
  if (isList(value)) return value.flatMap((item) => valuesAt(item, path));
  return isObject(value) ? valuesAt(value[head] ?? null, rest) : [];
}
