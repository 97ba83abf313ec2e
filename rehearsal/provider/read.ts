import type { CallContext, Cloud } from "../cloud/cloud";
import type { Attributes } from "../cloud/rule";
import { fromJson } from "./codec";
import { isRefusal, refusalDiagnostics } from "./diagnostics";
import { idOf, writePrivate } from "./private-data";
import type { Request, Response } from "./protocol";
import { type ResourceContext, readObject, writeObject } from "./resource";
import type { TypedSchema } from "./schema/catalog";
import { isObject, knownAttributes, stateOf, type TerraformObject } from "./value";

/** The object as it is in the cloud now; none if it is gone. */
export function readResource(context: ResourceContext, request: Request<"ReadResource">): Response<"ReadResource"> {
  const { type, schema, valueType, cloud, call } = context;
  const state = readObject(valueType, request.current_state);
  const found = state && cloud.read(type, idOf(request.private, state), call);
  if (!found) return { new_state: writeObject(valueType, null), private: request.private };
  const now = { ...stateOf(schema, found.attributes), ...notShown(context, state) };
  return { new_state: writeObject(valueType, now), private: request.private };
}

/** What a read does not show stays in the state as it is: after an import there is none of it. */
function notShown({ rule }: ResourceContext, state: TerraformObject): TerraformObject {
  const once = typeof rule.shownOnce === "function" ? rule.shownOnce(knownAttributes(state)) : rule.shownOnce;
  return Object.fromEntries([...(once ?? []), ...(rule.unread ?? [])].map((name) => [name, state[name] ?? null]));
}

/** The state of an object that exists already. */
export function importResource(
  context: ResourceContext,
  { id }: Request<"ImportResourceState">,
): Response<"ImportResourceState"> {
  const { type, schema, valueType, cloud, call } = context;
  const found = cloud.importObject(type, id, call);
  if (!found) {
    const summary = "Cannot import non-existent remote object";
    return { diagnostics: [{ severity: "ERROR", summary, detail: `The local cloud has no ${type} "${id}".` }] };
  }
  const state = writeObject(valueType, { ...stateOf(schema, found.attributes), ...notShown(context, {}) });
  // No write-only argument is known of it, so the first plan after the import may find one changed.
  const privateBytes = writePrivate({ id: found.id, writeOnly: {} });
  return { imported_resources: [{ type_name: type, state, private: privateBytes }] };
}

/** A state as this schema has it, from the JSON in which Terraform kept it. */
export function upgradeState(
  { valueType }: ResourceContext,
  { raw_state }: Request<"UpgradeResourceState">,
): Response<"UpgradeResourceState"> {
  const json: unknown = raw_state ? JSON.parse(Buffer.from(raw_state.json).toString("utf8")) : null;
  const state = fromJson(valueType, json);
  return { upgraded_state: writeObject(valueType, isObject(state) ? state : null) };
}

/** What a data source finds. */
export function readDataSource(
  cloud: Cloud,
  call: CallContext,
  { schema, type: valueType }: TypedSchema,
  { type_name, config }: Request<"ReadDataSource">,
): Response<"ReadDataSource"> {
  const asked: Attributes = knownAttributes(readObject(valueType, config) ?? {});
  const answer = cloud.lookUp(type_name, asked, call);
  if (isRefusal(answer)) return { diagnostics: refusalDiagnostics(schema, [answer]) };
  return { state: writeObject(valueType, stateOf(schema, { ...asked, ...answer })) };
}
