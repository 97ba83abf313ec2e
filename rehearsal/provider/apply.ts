import type { Attributes } from "../cloud/rule";
import { errorDiagnostics } from "./diagnostics";
import { withWriteOnly } from "./plan";
import { idOf, writeOnlyHashes, writePrivate } from "./private-data";
import type { Request, Response } from "./protocol";
import { type ResourceContext, readObject, writeObject } from "./resource";
import { knownAttributes, stateOf, type TerraformObject } from "./value";

/** Makes, changes or deletes an object as planned. Whatever goes wrong, Terraform keeps the state it had. */
export async function applyResourceChange(
  context: ResourceContext,
  request: Request<"ApplyResourceChange">,
): Promise<Response<"ApplyResourceChange">> {
  const { type, schema, valueType } = context;
  const prior = readObject(valueType, request.prior_state);
  try {
    const planned = readObject(valueType, request.planned_state);
    if (!planned) return remove(context, prior, request.planned_private);
    const config = readObject(valueType, request.config) ?? {};
    const attributes = knownAttributes(withWriteOnly(schema, planned, config));
    const made = await makeOrChange(context, prior, attributes, request.planned_private);
    return {
      new_state: writeObject(valueType, stateOf(schema, made.attributes)),
      private: writePrivate({ id: made.id, writeOnly: writeOnlyHashes(schema, config) }),
    };
  } catch (error) {
    return {
      new_state: writeObject(valueType, prior),
      private: request.planned_private,
      diagnostics: errorDiagnostics(error, `the apply of ${type}`, schema),
    };
  }
}

function makeOrChange(
  { type, cloud, call }: ResourceContext,
  prior: TerraformObject | null,
  attributes: Attributes,
  privateBytes: Uint8Array,
): ReturnType<ResourceContext["cloud"]["create"]> {
  if (!prior) return cloud.create(type, attributes, call);
  return cloud.update(type, idOf(privateBytes, prior), attributes, call);
}

function remove(
  { type, valueType, cloud, call }: ResourceContext,
  prior: TerraformObject | null,
  privateBytes: Uint8Array,
): Response<"ApplyResourceChange"> {
  if (prior) cloud.remove(type, idOf(privateBytes, prior), call);
  return { new_state: writeObject(valueType, null) };
}
