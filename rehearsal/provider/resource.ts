import type { CallContext, Cloud } from "../cloud/cloud";
import type { ResourceRule } from "../cloud/rule";
import { decodeValue, encodeValue } from "./codec";
import type { DynamicValue } from "./protocol";
import type { BlockSchema, CtyType } from "./schema/model";
import { isObject, type TerraformObject } from "./value";

/**
 * What every call about a resource needs: the type, its schema, its rule, and the cloud as this provider reaches it.
 */
export interface ResourceContext {
  readonly type: string;
  readonly schema: BlockSchema;
  readonly valueType: CtyType;
  readonly rule: ResourceRule;
  readonly cloud: Cloud;
  readonly call: CallContext;
  /** Whether the provider is of the kind whose plans Terraform checks less strictly. */
  readonly legacy: boolean;
}

/** The object in a message; null when there is none, as the state of what does not exist yet. */
export function readObject(type: CtyType, message: DynamicValue | null): TerraformObject | null {
  if (!message || message.msgpack.length === 0) return null;
  const value = decodeValue(type, message.msgpack);
  return isObject(value) ? value : null;
}

/** The message of an object, or of none. */
export function writeObject(type: CtyType, value: TerraformObject | null): DynamicValue {
  return { msgpack: encodeValue(type, value) };
}
