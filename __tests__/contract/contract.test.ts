import fc from "fast-check";
import {
  INFRA_KEYS,
  type InfraMetadata,
  infraJsonPath,
  parseInfraJson,
  parseInfraMetadata,
  serialiseInfraMetadata,
} from "../../contract";
import { problemOfText, problemOfValue } from "../../contract/reader";
import rules from "../../contract/rules.json";
import { KNOWN } from "../metadata";
import { BROKEN, textWith } from "./broken";
import { CASES } from "./edges";

const parse = (value: unknown) => parseInfraMetadata(value, "staging", "the file");
const parseText = (text: string) => parseInfraJson(text, "staging", "the file");

it("has exactly these keys", () => {
  expect(INFRA_KEYS).toEqual(Object.keys(KNOWN));
  expect(INFRA_KEYS).toEqual(Object.keys(KNOWN).sort());
});

it("names its file after the environment", () => {
  expect(infraJsonPath("staging")).toBe("hosts/infra-cartographer-staging.json");
});

it("reads back what it wrote", () => {
  expect(parseText(serialiseInfraMetadata(KNOWN))).toEqual(KNOWN);
  expect(parse(KNOWN)).toEqual(KNOWN);
});

it("reads what terraform output prints, in one line", () => {
  expect(parseText(`${JSON.stringify(KNOWN)}\n`)).toEqual(KNOWN);
});

it("writes sorted keys, two spaces, and a newline at the end, whatever the order of the keys", () => {
  const text = serialiseInfraMetadata(KNOWN);
  const reversed = Object.fromEntries(Object.entries(KNOWN).reverse()) as unknown as InfraMetadata; // the same keys
  expect(serialiseInfraMetadata(reversed)).toBe(text);
  expect(text).toBe(`${JSON.stringify(KNOWN, null, 2)}\n`);
});

it("escapes as Terraform's jsonencode does, and stays JSON", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("<", ">", "&", "\u2028", "\u2029", "a", "\n", '"', "\\") }),
      (domain) => {
        const text = serialiseInfraMetadata({ ...KNOWN, domain });
        expect(text).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(text).domain).toBe(domain);
      },
    ),
  );
});

it.each(BROKEN)("refuses a text that is %s", (_what, text, problem) => {
  expect(() => parseText(text)).toThrow(`the file ${problem}`);
});

it.each<[string, unknown]>([
  ["a list", []],
  ["null", null],
  ["a text", "{}"],
])("refuses a value that is %s", (_what, value) => {
  expect(() => parse(value)).toThrow(`the file ${rules.words.text}.`);
});

it("holds every key to its rule, at the edges of it", () => {
  const wrong = CASES.filter(([key, holds, value]) => {
    const changed: Record<keyof InfraMetadata, unknown> = { ...KNOWN };
    changed[key] = value;
    changed.domain_url = `https://${changed.domain}`;
    changed.efs_dns_name = `${changed.efs_file_system_id}.efs.${changed.aws_region}.amazonaws.com`;
    return holds !== isAccepted(changed);
  });
  expect(wrong).toEqual([]);
  expect(new Set(CASES.map(([key]) => key)).size).toBe(INFRA_KEYS.length - 2); // two follow from others
});

/** Whether it holds, as the contract of whatever environment it names. */
function isAccepted(contract: Record<keyof InfraMetadata, unknown>): boolean {
  return problemOfValue(contract, String(contract.environment)) === undefined;
}

it("refuses a private key beside the certificate, and does not repeat it", () => {
  const pem = `${KNOWN.origin_certificate}-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n`;
  expect(() => parse({ ...KNOWN, origin_certificate: pem })).toThrow(/origin_certificate must be one certificate/);
  expect(() => parse({ ...KNOWN, origin_certificate: pem })).not.toThrow(/c2VjcmV0/);
});

it.each(["schema_version", "environment"])("does not repeat what may be a secret in place of %s", (key) => {
  expect(() => parseText(textWith({ [key]: "c2VjcmV0 of somebody" }))).toThrow(/^(?!.*c2VjcmV0).*must be/);
});

// The error of builtins.fromJSON nothing can catch: what the look at the text lets through, every parser must read.
it("lets no text through that is no JSON, and each flat object in ASCII", () => {
  const text = fc.string({ unit: fc.constantFrom(..."aZ9 ~/<&[]{}:,'\"\\\n") });
  const scalar = fc.oneof(text, fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.boolean(), fc.constant(null));
  const whole = fc
    .tuple(fc.dictionary(text, fc.oneof(scalar, fc.array(text, { maxLength: 3 }))), fc.constantFrom(0, 2, "\t"))
    .map(([value, indent]) => JSON.stringify(value, null, indent));
  const odd = fc.constantFrom(...'",\\{}[]:x\n0é\u0001', "");
  const isFlat = (json: string) => problemOfText(json, "staging") !== rules.words.text;
  fc.assert(fc.property(whole, (json) => expect(isFlat(json)).toBe(true)));
  fc.assert(
    fc.property(whole, fc.nat(60), fc.nat(2), odd, (json, at, gone, more) => {
      const damaged = json.slice(0, at) + more + json.slice(at + gone);
      if (isFlat(damaged)) expect(() => JSON.parse(damaged)).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});
