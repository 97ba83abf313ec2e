import type { CloudObject } from "../cloud/cloud";
import { refusalDiagnostics } from "./diagnostics";
import { idOf, readPrivate } from "./private-data";
import type { AttributePath, Request, Response } from "./protocol";
import { replacementPaths, replacingSecrets } from "./replacement";
import { type ResourceContext, readObject, writeObject } from "./resource";
import { attributeNamed, type BlockSchema, type NestedMember, nestedMembers, writeOnlyNames } from "./schema/model";
import {
  isList,
  isObject,
  knownAttributes,
  sameValue,
  type TerraformObject,
  type TerraformValue,
  UNKNOWN,
} from "./value";

/** What is to become of an object. */
interface Plan {
  readonly planned: TerraformObject;
  readonly replace: readonly AttributePath[];
}

/** Plans what is to become of a resource: a new object, a changed one, another in its place, or nothing to do. */
export function planResourceChange(
  context: ResourceContext,
  request: Request<"PlanResourceChange">,
): Response<"PlanResourceChange"> {
  const { valueType, legacy } = context;
  const [prior, asked, config] = [request.prior_state, request.proposed_new_state, request.config].map((message) =>
    readObject(valueType, message),
  );
  const kept = { planned_private: request.prior_private, legacy_type_system: legacy };
  if (!asked || !config) return { ...kept, planned_state: writeObject(valueType, null) };
  const proposed = withoutWriteOnly(context.schema, asked);
  const plan = prior
    ? planUpdate(context, prior, proposed, config, request.prior_private)
    : { planned: planCreate(context, proposed, config), replace: [] };
  const current = prior ? currentObject(context, prior, request.prior_private) : undefined;
  const changes = !prior || plan.replace.length > 0 || !sameValue(prior, plan.planned);
  return {
    ...kept,
    planned_state: writeObject(valueType, plan.planned),
    requires_replace: plan.replace,
    diagnostics: changes ? refusals(context, plan.planned, config, current) : [],
  };
}

/**
 * Of a new object everything that the provider computes, and nobody configured or has a default for, is known after
 * apply.
 */
function planCreate(context: ResourceContext, proposed: TerraformObject, config: TerraformObject): TerraformObject {
  return withDefaults(context, unknownWhereComputed(context.schema, proposed), config);
}

function planUpdate(
  context: ResourceContext,
  prior: TerraformObject,
  proposed: TerraformObject,
  config: TerraformObject,
  privateBytes: Uint8Array,
): Plan {
  const wanted = withDefaults(context, proposed, config);
  const secrets = replacingSecrets(context, config, readPrivate(privateBytes));
  if (secrets.length === 0 && sameValue(prior, wanted)) return { planned: prior, replace: [] };
  const planned: Record<string, TerraformValue> = { ...wanted };
  for (const name of context.rule.recomputed ?? []) if (config[name] === null) planned[name] = UNKNOWN;
  for (const member of nestedMembers(context.schema)) {
    const value = wanted[member.name] ?? null;
    if (!sameValue(prior[member.name] ?? null, value)) planned[member.name] = unknownInside(member, value);
  }
  const replace = replacementPaths(context, prior, planned);
  if (secrets.length === 0) return { planned, replace };
  // Terraform replaces only where plan and state differ, and neither shows a write-only argument: the id has to stand
  // for it.
  return { planned: { ...planned, id: UNKNOWN }, replace: [...replace, { steps: [{ attribute_name: "id" }] }] };
}

/**
 * Defaults hold at every plan for what is not configured. One that depends on what is not known yet is not known
 * either.
 */
function withDefaults(context: ResourceContext, value: TerraformObject, config: TerraformObject): TerraformObject {
  const { type, rule, schema, cloud, call } = context;
  const found = cloud.defaults(type, knownAttributes(config), call);
  const planned: Record<string, TerraformValue> = { ...value };
  for (const name of Object.keys(rule.defaults ?? {})) {
    if (config[name] !== null || !attributeNamed(schema, name)) continue;
    const settled = found[name];
    planned[name] = settled === undefined ? UNKNOWN : settled;
  }
  return planned;
}

function unknownWhereComputed(schema: BlockSchema, value: TerraformObject): TerraformObject {
  const planned: Record<string, TerraformValue> = { ...value };
  for (const { name, computed } of schema.attributes) {
    if (computed && (value[name] ?? null) === null) planned[name] = UNKNOWN;
  }
  for (const member of nestedMembers(schema))
    planned[member.name] = unknownInside(member, planned[member.name] ?? null);
  return planned;
}

/** The same in one block, or in each of a list or set. Of maps the values are left as they are configured. */
function unknownInside(member: NestedMember, value: TerraformValue): TerraformValue {
  if (isList(value)) return value.map((item) => unknownInside(member, item));
  return isObject(value) && member.nesting !== "map" ? unknownWhereComputed(member.inner, value) : value;
}

/** What the cloud can already say against the plan. */
function refusals(
  context: ResourceContext,
  planned: TerraformObject,
  config: TerraformObject,
  current: CloudObject | undefined,
): Response<"PlanResourceChange">["diagnostics"] {
  const { type, schema, cloud, call } = context;
  const known = knownAttributes(withWriteOnly(schema, planned, config));
  return refusalDiagnostics(schema, cloud.refusals(type, known, call, current));
}

/** No plan may carry a write-only argument, though Terraform proposes it. */
function withoutWriteOnly(schema: BlockSchema, proposed: TerraformObject): TerraformObject {
  return { ...proposed, ...Object.fromEntries(writeOnlyNames(schema).map((name) => [name, null])) };
}

/** The planned object with the write-only arguments, which only the configuration has. */
export function withWriteOnly(schema: BlockSchema, planned: TerraformObject, config: TerraformObject): TerraformObject {
  const secrets = writeOnlyNames(schema).map((name) => [name, config[name] ?? null]);
  return { ...planned, ...Object.fromEntries(secrets) };
}

function currentObject(context: ResourceContext, prior: TerraformObject, bytes: Uint8Array): CloudObject | undefined {
  return context.cloud.read(context.type, idOf(bytes, prior), context.call);
}
