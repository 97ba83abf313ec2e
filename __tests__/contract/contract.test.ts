import fc from "fast-check";
import {
  INFRA_KEYS,
  type InfraMetadata,
  infraJsonPath,
  parseInfraMetadata,
  serialiseInfraMetadata,
} from "../../contract";
import { KNOWN } from "../metadata";

const parse = (value: unknown) => parseInfraMetadata(value, "staging", "the file");

it("has exactly these keys", () => {
  expect(INFRA_KEYS).toEqual([
    "aws_region",
    "cloudflare_ip_ranges",
    "domain",
    "domain_url",
    "efs_dns_name",
    "efs_file_system_id",
    "environment",
    "instance_id",
    "instance_public_ip",
    "origin_certificate",
    "origin_slot",
    "schema_version",
    "secret_name",
  ]);
});

it("names its file after the environment", () => {
  expect(infraJsonPath("staging")).toBe("hosts/infra-cartographer-staging.json");
});

it("reads back what it wrote", () => {
  expect(parse(JSON.parse(serialiseInfraMetadata(KNOWN)))).toEqual(KNOWN);
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

it.each<[string, unknown, RegExp]>([
  ["no object", [], /it is no JSON object/],
  ["null", null, /it is no JSON object/],
  ["a missing key", { ...KNOWN, domain: undefined }, /domain must be a host name/],
  ["an empty object", {}, /aws_region is missing; cloudflare_ip_ranges is missing/],
  ["a key too many", { ...KNOWN, cloudflare_api_token: "x" }, /cloudflare_api_token is no key of it/],
  ["another schema version", { ...KNOWN, schema_version: 1 }, /schema_version must be the number 2/],
  ["another environment's file", { ...KNOWN, environment: "prod" }, /it is that of prod/],
  ["an address that is none", { ...KNOWN, instance_public_ip: "203.0.113" }, /instance_public_ip must be an IPv4/],
  ["no ranges", { ...KNOWN, cloudflare_ip_ranges: [] }, /cloudflare_ip_ranges must be a list/],
  ["a range that is none", { ...KNOWN, cloudflare_ip_ranges: ["173.245.48.0"] }, /cloudflare_ip_ranges/],
  ["a key that every object inherits", { ...KNOWN, constructor: "x" }, /constructor is no key of it/],
  ["the key __proto__", JSON.parse(`{"__proto__":{},${JSON.stringify(KNOWN).slice(1)}`), /__proto__ is no key of it/],
  ["an address in a list", { ...KNOWN, instance_public_ip: ["203.0.113.10"] }, /instance_public_ip must be an IPv4/],
  ["a range in a list", { ...KNOWN, cloudflare_ip_ranges: [["173.245.48.0/20"]] }, /cloudflare_ip_ranges/],
  ["a range of too many bits", { ...KNOWN, cloudflare_ip_ranges: ["1.2.3.0/999"] }, /cloudflare_ip_ranges/],
  ["a range with more behind it", { ...KNOWN, cloudflare_ip_ranges: ["1.2.3.0/8/junk"] }, /cloudflare_ip_ranges/],
  [
    "the URL of another domain",
    { ...KNOWN, domain_url: "https://app.baisoku-kaigi.com" },
    /domain_url must be https:\/\/ and the domain/,
  ],
  [
    "the server of another file system",
    { ...KNOWN, efs_file_system_id: "fs-0123456789abcdef" },
    /efs_dns_name must begin with the efs_file_system_id and a dot/,
  ],
  ["a path in the URL", { ...KNOWN, domain_url: "https://a.example.com/" }, /domain_url must be/],
])("refuses %s", (_what, value, message) => {
  expect(() => parse(value)).toThrow(message);
});

it("refuses a private key beside the certificate, and does not repeat it", () => {
  const pem = `${KNOWN.origin_certificate}-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n`;
  expect(() => parse({ ...KNOWN, origin_certificate: pem })).toThrow(/origin_certificate must be one certificate/);
  expect(() => parse({ ...KNOWN, origin_certificate: pem })).not.toThrow(/c2VjcmV0/);
});
