import fc from "fast-check";
import { INFRA_KEYS } from "../../contract";
import rules from "../../contract/rules.json";
import { CASES } from "./edges";

type Contract = Readonly<Record<string, unknown>>;
type Change = (contract: Contract) => Contract;
type Damage = (text: string) => string;

const { keys } = rules;
const known = ({ pattern }: { pattern: string }) => fc.stringMatching(new RegExp(`^(?:${pattern})$`));
const several = (family: "ipv4" | "ipv6") => {
  const { families, most } = keys.cloudflare_ip_ranges;
  return fc.array(known({ pattern: families[family] }), { minLength: 1, maxLength: most[family] });
};

/** Contracts of staging that hold, made from the patterns themselves. */
const made: fc.Arbitrary<Contract> = fc
  .record({
    aws_region: known(keys.aws_region),
    cloudflare_ip_ranges: fc.tuple(several("ipv4"), several("ipv6")).map((families) => families.flat()),
    domain: known(keys.domain),
    efs_file_system_id: known(keys.efs_file_system_id),
    environment: fc.constant("staging"),
    instance_id: known(keys.instance_id),
    instance_public_ip: known(keys.instance_public_ip),
    origin_certificate: known(keys.origin_certificate),
    origin_slot: known(keys.origin_slot),
    schema_version: fc.constant(keys.schema_version.number),
    secret_name: known(keys.secret_name),
  })
  .map((contract) => ({
    ...contract,
    domain_url: `https://${contract.domain}`,
    efs_dns_name: `${contract.efs_file_system_id}.efs.${contract.aws_region}.amazonaws.com`,
  }));

const key = fc.constantFrom(...INFRA_KEYS);
const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** Half characters, NUL, and what has a meaning to JSON, to patterns or to Terraform. */
const character = fc.constantFrom(
  ...'\u0000\u0001\u001b\u007f\u0085\u2028\ufeffé界😀\n\r\t "\\[]{}.:/-0Aa<&$'.split(""),
);
const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, 1, 2, 3, -1, 2.5, 1e20, 123_456_789, "", "2", "prod", [], [[]], {}, ["a.b"]),
  fc.constantFrom(...CASES.map(([, , one]) => one)),
  fc.string({ unit: character, maxLength: 4 }),
);
const foreign = fc.oneof(
  fc.constantFrom("", "__proto__", "constructor", "toString", "length", "outPath", "__functor", "__toString", "type"),
  fc.string({ unit: character, minLength: 1, maxLength: 3 }),
  key.map((name) => name.toUpperCase()),
);

/** What may happen to the values of a contract. */
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(put("schema_version", (version) => version)) },
  key.map((name) => put(name, () => undefined)),
  fc.tuple(key, value).map(([name, one]) => put(name, () => one)),
  fc.tuple(foreign, value).map(([name, one]) => put(name, () => one)),
  fc.tuple(key, position, character).map(([name, at, odd]) => put(name, (old) => within(old, insert(at, odd)))),
  key.map((name) => put(name, (old) => within(old, (text) => `${text}\n`))),
  fc.constantFrom(...CASES).map(([name, , one]) => put(name, () => one)),
  // Good by itself, and of another environment, domain or file system.
  fc.constantFrom("prod", "demo").map((name) => put("environment", () => name)),
  fc.tuple(key, made).map(([name, other]) => put(name, () => other[name])),
);

function put(name: string, change: (old: unknown) => unknown): Change {
  // Not by a spread: it would make __proto__ what it means to JavaScript.
  return (contract) => Object.fromEntries([...Object.entries(contract), [name, change(contract[name])]]);
}

/** A change of a text, or of the first in a list. */
function within(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) return [within(value[0], change), ...value.slice(1)];
  return typeof value === "string" ? change(value) : value;
}

function insert(position: number, more: string): (text: string) => string {
  return (text) => text.slice(0, place(text, position)) + more + text.slice(place(text, position));
}

function place(text: string, position: number): number {
  return Math.floor(position * (text.length + 1));
}

const number = fc.constantFrom(
  ...["2.0", "2e0", "02", "-0", "-2", "+2", "1", "3", "1e400", "0x2", "2.", "NaN", "1".repeat(9), "1".repeat(10)],
);
const code = fc.constantFrom(
  ...["\\u0061", "\\u0000", "\\u001b", "\\u007f", "\\ud800", "\\ud83d\\ude00", "\\/", "\\b", "\\t", "\\x41", "\\u00"],
);
const replacement = fc.constantFrom(
  ["{", '{"domain":"a.b",'],
  ["{", '{"schema_version":2.0,'],
  ["{", "\ufeff{"],
  ["}", ",}"],
  ["}", "}}"],
  ["}", "}\n\n\n"],
  ["}", '} "x"'],
  ["\n", "\r\n"],
  [" ", "\t\n "],
  [" ", "\v"],
  ['"staging"', "'staging'"],
  ['"staging"', "\u0001"],
  ['"staging"', "staging"],
  ['"', '"\n'],
  ["a", "a".repeat(70_000)],
);

/**
 * What may happen to the text of a file. A NUL as it is has a test of its own, for Nix cannot read such a file at all.
 */
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 16, arbitrary: fc.constant<Damage>((text) => text) },
  number.map<Damage>((one) => (text) => text.replace(/("schema_version": ?)2/, `$1${one}`)),
  fc.tuple(position, character).map(([at, odd]) => insert(at, odd.replace("\u0000", " "))),
  fc.tuple(position, code).map(([at, one]) => insert(at, one)),
  code.map<Damage>((one) => (text) => text.replace(/("domain": ?")/, `$1${one}`)),
  position.map<Damage>((at) => (text) => text.slice(0, place(text, at))),
  replacement.map<Damage>(
    ([from = "", to = ""]) =>
      (text) =>
        text.replace(from, to),
  ),
);

/** Files of staging, made as they should be and then broken in up to three places. */
export const files: fc.Arbitrary<string> = fc
  .tuple(made, change, change, fc.constantFrom(0, 2, "\t"), damage)
  .map(([contract, first, second, indent, last]) => last(JSON.stringify(second(first(contract)), null, indent)))
  // Through bytes, as a file comes: half a character becomes a replacement character.
  .map((text) => Buffer.from(text).toString());
