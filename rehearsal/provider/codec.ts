import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";
import type { CtyType } from "./schema/model";
import { Dynamic, isDynamic, isList, isObject, isUnknown, type TerraformValue, UNKNOWN } from "./value";

/** Extension types of Terraform's msgpack: an unknown value, and one of which something is known nevertheless. */
const UNKNOWN_EXTENSION = 0;
const REFINED_UNKNOWN_EXTENSION = 12;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: UNKNOWN_EXTENSION,
  encode: (value) => (isUnknown(value) ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({ type: REFINED_UNKNOWN_EXTENSION, encode: () => null, decode: () => UNKNOWN });

/**
 * Reads a value of that type from Terraform's msgpack.
 * @throws Error if it is of another type.
 */
export function decodeValue(type: CtyType, bytes: Uint8Array): TerraformValue {
  return fromWire(type, decode(bytes, { extensionCodec, useBigInt64: true }), "");
}

/**
 * Writes a value of that type as Terraform's msgpack. Attributes that an object lacks are null; such as its type does
 * not have are an error.
 * @throws Error naming the path of what is of another type, and for numbers that are none: they would bring Terraform
 * down.
 */
export function encodeValue(type: CtyType, value: TerraformValue): Uint8Array {
  return encode(toWire(type, value, ""), { extensionCodec, useBigInt64: true });
}

/**
 * Reads a value of that type from the JSON of a state: attributes that the type no longer has are dropped, new ones are
 * null.
 * @throws Error if it is of another type.
 */
export function fromJson(type: CtyType, json: unknown): TerraformValue {
  return fromWire(type, json, "", true);
}

function fromWire(type: CtyType, wire: unknown, path: string, json = false): TerraformValue {
  if (wire === null || wire === undefined) return null;
  if (isUnknown(wire)) return wire;
  if (type === "dynamic") return json ? dynamicFromJson(wire, path) : dynamicFromWire(wire, path);
  if (type === "number") return numberFrom(wire, path);
  if (type === "string" && typeof wire === "string") return wire;
  if (type === "bool" && typeof wire === "boolean") return wire;
  if (typeof type === "string") throw mismatch(type, path);
  const read = (inner: CtyType, item: unknown, step: string): TerraformValue =>
    fromWire(inner, item, `${path}.${step}`, json);
  if (type[0] === "object") {
    if (!isRecord(wire)) throw mismatch(type, path);
    return mapValues(type[1], (inner, name) => read(inner, wire[name], name));
  }
  if (type[0] === "map") {
    if (!isRecord(wire)) throw mismatch(type, path);
    return mapValues(wire, (item, name) => read(type[1], item, name));
  }
  if (!Array.isArray(wire)) throw mismatch(type, path);
  return wire.map((item, index) => read(itemType(type, index, path), item, String(index)));
}

function toWire(type: CtyType, value: TerraformValue, path: string): unknown {
  if (value === null || isUnknown(value)) return value;
  if (type === "dynamic") return dynamicToWire(value, path);
  if (isDynamic(value)) return toWire(type, value.value, path);
  if (type === "number") return numberToWire(value, path);
  if (type === "string" && typeof value === "string") return value;
  if (type === "bool" && typeof value === "boolean") return value;
  if (typeof type === "string") throw mismatch(type, path);
  if (type[0] === "object") return objectToWire(type[1], value, path);
  if (type[0] === "map") {
    if (!isObject(value)) throw mismatch(type, path);
    return mapValues(value, (item, name) => toWire(type[1], item, `${path}.${name}`));
  }
  if (!isList(value)) throw mismatch(type, path);
  return value.map((item, index) => toWire(itemType(type, index, path), item, `${path}.${index}`));
}

function objectToWire(types: Readonly<Record<string, CtyType>>, value: TerraformValue, path: string): object {
  if (!isObject(value)) throw mismatch(["object", types], path);
  const strange = Object.keys(value).find((name) => !Object.hasOwn(types, name));
  if (strange !== undefined) throw new Error(`${path}.${strange} is not in the schema`);
  return mapValues(types, (inner, name) => toWire(inner, value[name] ?? null, `${path}.${name}`));
}

function itemType(type: Exclude<CtyType, string>, index: number, path: string): CtyType {
  if (type[0] === "list" || type[0] === "set") return type[1];
  const inner = type[0] === "tuple" ? type[1][index] : undefined;
  if (inner === undefined) throw mismatch(type, `${path}.${index}`);
  return inner;
}

/** Terraform sends whole numbers as integers, others as text when a double would not hold them exactly. */
function numberFrom(wire: unknown, path: string): number | bigint {
  if (typeof wire === "number") return wire;
  if (typeof wire === "bigint") return smallest(wire);
  if (typeof wire !== "string") throw mismatch("number", path);
  if (/^-?\d+$/.test(wire)) return smallest(BigInt(wire));
  const number = Number(wire);
  if (!Number.isFinite(number)) throw mismatch("number", path);
  return number;
}

function smallest(integer: bigint): number | bigint {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/** Fractions go as text: 0.1 as a double is not the 0.1 that Terraform knows. So do integers beyond 64 bits. */
function numberToWire(value: TerraformValue, path: string): unknown {
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : String(value);
  if (typeof value !== "number" || !Number.isFinite(value)) throw mismatch("number", path);
  return Number.isSafeInteger(value) ? value : String(value);
}

function dynamicFromWire(wire: unknown, path: string): Dynamic {
  const [bytes, inner]: readonly unknown[] = Array.isArray(wire) ? wire : [];
  if (!(bytes instanceof Uint8Array)) throw mismatch("dynamic", path);
  const type = ctyType(JSON.parse(Buffer.from(bytes).toString("utf8")));
  return new Dynamic(type, fromWire(type, inner, path));
}

function dynamicFromJson(json: unknown, path: string): Dynamic {
  if (!isRecord(json) || !("type" in json)) throw mismatch("dynamic", path);
  const type = ctyType(json.type);
  return new Dynamic(type, fromWire(type, json.value, path, true));
}

function dynamicToWire(value: TerraformValue, path: string): unknown {
  const { type, value: inner } = isDynamic(value) ? value : new Dynamic(typeOf(value), value);
  return [Buffer.from(JSON.stringify(type)), toWire(type, inner, path)];
}

/** The type that a value without one has. */
function typeOf(value: TerraformValue): CtyType {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number" || typeof value === "bigint") return "number";
  if (isList(value)) return ["tuple", value.map(typeOf)];
  return isObject(value) ? ["object", mapValues(value, typeOf)] : "dynamic";
}

/** Reads a type in its JSON form. */
function ctyType(json: unknown): CtyType {
  if (json === "string" || json === "number" || json === "bool" || json === "dynamic") return json;
  const [kind, inner]: readonly unknown[] = Array.isArray(json) ? json : [];
  if (kind === "list" || kind === "set" || kind === "map") return [kind, ctyType(inner)];
  if (kind === "tuple" && Array.isArray(inner)) return [kind, inner.map(ctyType)];
  if (kind === "object" && isRecord(inner)) return [kind, mapValues(inner, ctyType)];
  throw new Error(`${JSON.stringify(json)} is no type of Terraform's`);
}

function mapValues<In, Out>(
  object: Readonly<Record<string, In>>,
  change: (value: In, name: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mismatch(type: CtyType, path: string): Error {
  return new Error(`the value at ${path || "."} is no ${typeof type === "string" ? type : type[0]}`);
}
