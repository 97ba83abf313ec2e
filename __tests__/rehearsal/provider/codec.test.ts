import { ExtData, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { decodeValue, encodeValue, fromJson } from "../../../rehearsal/provider/codec";
import type { CtyType } from "../../../rehearsal/provider/schema/model";
import { Dynamic, type TerraformValue, UNKNOWN } from "../../../rehearsal/provider/value";

interface Typed {
  readonly type: CtyType;
  readonly value: TerraformValue;
}

const key = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const integer = fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }));
const fraction = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number));

/** A type and a value of it that is neither null nor unknown. */
const { present } = fc.letrec<{ present: Typed; any: Typed }>((tie) => ({
  present: fc.oneof(
    { maxDepth: 3, depthIdentifier: "nesting" },
    fc.string({ unit: "binary" }).map((value): Typed => ({ type: "string", value })),
    fc.boolean().map((value): Typed => ({ type: "bool", value })),
    fc.oneof(integer, fraction).map((value): Typed => ({ type: "number", value })),
    fc.dictionary(key, tie("any")).map(
      (members): Typed => ({
        type: ["object", mapValues(members, (member) => member.type)],
        value: mapValues(members, (member) => member.value),
      }),
    ),
    fc
      .array(tie("any"), { maxLength: 4 })
      .map(
        (items): Typed => ({ type: ["tuple", items.map((item) => item.type)], value: items.map((item) => item.value) }),
      ),
    fc.tuple(fc.constantFrom("list" as const, "set" as const), tie("any"), fc.nat(3)).map(
      ([kind, { type, value }, length]): Typed => ({
        type: [kind, type],
        value: Array<TerraformValue>(length).fill(value),
      }),
    ),
    fc.tuple(fc.uniqueArray(key, { maxLength: 3 }), tie("any")).map(
      ([keys, { type, value }]): Typed => ({
        type: ["map", type],
        value: Object.fromEntries(keys.map((name) => [name, value])),
      }),
    ),
    tie("present").map(
      ({ type, value }): Typed => ({
        type: "dynamic",
        value: value instanceof Dynamic ? value : new Dynamic(type, value),
      }),
    ),
  ),
  any: fc
    .tuple(tie("present"), fc.constantFrom("value", "value", "null", "unknown"))
    .map(([{ type, value }, what]): Typed => ({ type, value: { value, null: null, unknown: UNKNOWN }[what] ?? null })),
}));

describe("values on their way to Terraform and back", () => {
  test("come back as they were, whatever their type", () => {
    fc.assert(
      fc.property(present, ({ type, value }) => {
        expect(decodeValue(type, encodeValue(type, value))).toEqual(value);
      }),
    );
  });

  test("an object has every attribute of its type, and no other", () => {
    const type: CtyType = ["object", { name: "string", tags: ["map", "string"] }];
    expect(decodeValue(type, encodeValue(type, { name: "x" }))).toEqual({ name: "x", tags: null });
    expect(() => encodeValue(type, { nmae: "x" })).toThrow(".nmae is not in the schema");
  });

  test("both forms of an unknown value are the same unknown", () => {
    const refined = new ExtData(12, encode({ 1: false }));
    expect(decodeValue("string", encode(new ExtData(0, new Uint8Array([0]))))).toBe(UNKNOWN);
    expect(decodeValue(["list", "string"], encode(["a", refined]))).toEqual(["a", UNKNOWN]);
    expect([...encodeValue("string", UNKNOWN)]).toEqual([0xd4, 0, 0]);
  });

  test("fractions travel as text, integers beyond 64 bits too", () => {
    expect(encodeValue("number", 0.1)).toEqual(encode("0.1"));
    expect(encodeValue("number", 2n ** 70n)).toEqual(encode(String(2n ** 70n)));
    expect(decodeValue("number", encode(2n ** 62n, { useBigInt64: true }))).toBe(2n ** 62n);
    expect(decodeValue("number", encode("1e-7"))).toBe(1e-7);
  });

  test("a value without a type of its own gets the type it has", () => {
    expect(decodeValue("dynamic", encodeValue("dynamic", { on: true, items: ["a", 1] }))).toEqual(
      new Dynamic(["object", { on: "bool", items: ["tuple", ["string", "number"]] }], { on: true, items: ["a", 1] }),
    );
  });

  test.each<[CtyType, TerraformValue, string]>([
    ["number", Number.NaN, "the value at . is no number"],
    ["number", Number.POSITIVE_INFINITY, "the value at . is no number"],
    [["list", "string"], ["a", 1], "the value at .1 is no string"],
    [["object", { tags: ["map", "bool"] }], { tags: { on: "yes" } }, "the value at .tags.on is no bool"],
    [["object", { tags: ["map", "bool"] }], { tags: ["on"] }, "the value at .tags is no map"],
  ])("a value that is no %j is an error that says where: %p", (type, value, message) => {
    expect(() => encodeValue(type, value)).toThrow(message);
  });
});

describe("the JSON of a state", () => {
  const type: CtyType = ["object", { name: "string", any: "dynamic", added: "number" }];

  test("loses attributes that are gone and gets new ones as null", () => {
    expect(fromJson(type, { name: "x", gone: 1 })).toEqual({ name: "x", any: null, added: null });
  });

  test("carries the type of a value of any type beside it", () => {
    const any = { type: ["list", "string"], value: ["a"] };
    expect(fromJson(type, { any })).toEqual({ name: null, any: new Dynamic(["list", "string"], ["a"]), added: null });
  });
});

function mapValues<In, Out>(object: Readonly<Record<string, In>>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
