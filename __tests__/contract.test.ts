import fc from "fast-check";
import {
  INFRA_KEYS,
  type InfraMetadata,
  infraJsonPath,
  parseInfraMetadata,
  SCHEMA_VERSION,
  serialiseInfraMetadata,
} from "../contract";

const METADATA: InfraMetadata = {
  aws_region: "ap-northeast-1",
  cloudflare_ip_ranges: ["173.245.48.0/20", "2400:cb00::/32"],
  domain: "staging.baisoku-kaigi.com",
  domain_url: "https://staging.baisoku-kaigi.com",
  efs_dns_name: "fs-0123456789abcdef0.efs.ap-northeast-1.amazonaws.com",
  efs_file_system_id: "fs-0123456789abcdef0",
  environment: "staging",
  instance_id: "i-0123456789abcdef0",
  instance_public_ip: "203.0.113.10",
  origin_certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  schema_version: SCHEMA_VERSION,
};
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
    "schema_version",
  ]);
});

it("names its file after the environment", () => {
  expect(infraJsonPath("staging")).toBe("hosts/infra-cartographer-staging.json");
});

it("reads back what it wrote", () => {
  expect(parse(JSON.parse(serialiseInfraMetadata(METADATA)))).toEqual(METADATA);
});

it("writes sorted keys, two spaces, and a newline at the end, whatever the order of the keys", () => {
  const text = serialiseInfraMetadata(METADATA);
  const reversed = Object.fromEntries(Object.entries(METADATA).reverse()) as unknown as InfraMetadata; // the same keys
  expect(serialiseInfraMetadata(reversed)).toBe(text);
  expect(text).toBe(`${JSON.stringify(METADATA, null, 2)}\n`);
});

it("escapes as Terraform's jsonencode does, and stays JSON", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("<", ">", "&", "\u2028", "\u2029", "a", "\n", '"', "\\") }),
      (domain) => {
        const text = serialiseInfraMetadata({ ...METADATA, domain });
        expect(text).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(text).domain).toBe(domain);
      },
    ),
  );
});

it.each<[string, unknown, RegExp]>([
  ["no object", [], /it is no JSON object/],
  ["null", null, /it is no JSON object/],
  ["a missing key", { ...METADATA, domain: undefined }, /domain must be a host name/],
  ["an empty object", {}, /aws_region is missing; cloudflare_ip_ranges is missing/],
  ["a key too many", { ...METADATA, cloudflare_api_token: "x" }, /cloudflare_api_token is no key of it/],
  ["another schema version", { ...METADATA, schema_version: 2 }, /schema_version must be the number 1/],
  ["another environment's file", { ...METADATA, environment: "prod" }, /it is that of prod/],
  ["an address that is none", { ...METADATA, instance_public_ip: "203.0.113" }, /instance_public_ip must be an IPv4/],
  ["no ranges", { ...METADATA, cloudflare_ip_ranges: [] }, /cloudflare_ip_ranges must be a list/],
  ["a range that is none", { ...METADATA, cloudflare_ip_ranges: ["173.245.48.0"] }, /cloudflare_ip_ranges/],
  ["a key that every object inherits", { ...METADATA, constructor: "x" }, /constructor is no key of it/],
  [
    "the key __proto__",
    JSON.parse(`{"__proto__":{},${JSON.stringify(METADATA).slice(1)}`),
    /__proto__ is no key of it/,
  ],
  ["an address in a list", { ...METADATA, instance_public_ip: ["203.0.113.10"] }, /instance_public_ip must be an IPv4/],
  ["a range in a list", { ...METADATA, cloudflare_ip_ranges: [["173.245.48.0/20"]] }, /cloudflare_ip_ranges/],
  ["a range of too many bits", { ...METADATA, cloudflare_ip_ranges: ["1.2.3.0/999"] }, /cloudflare_ip_ranges/],
  ["a range with more behind it", { ...METADATA, cloudflare_ip_ranges: ["1.2.3.0/8/junk"] }, /cloudflare_ip_ranges/],
  [
    "the URL of another domain",
    { ...METADATA, domain_url: "https://app.baisoku-kaigi.com" },
    /domain_url must be https:\/\/ and the domain/,
  ],
  [
    "the server of another file system",
    { ...METADATA, efs_file_system_id: "fs-0123456789abcdef" },
    /efs_dns_name must begin with the efs_file_system_id and a dot/,
  ],
  ["a path in the URL", { ...METADATA, domain_url: "https://a.example.com/" }, /domain_url must be/],
])("refuses %s", (_what, value, message) => {
  expect(() => parse(value)).toThrow(message);
});

it("refuses a private key beside the certificate, and does not repeat it", () => {
  const pem = `${METADATA.origin_certificate}-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n`;
  expect(() => parse({ ...METADATA, origin_certificate: pem })).toThrow(/origin_certificate must be one certificate/);
  expect(() => parse({ ...METADATA, origin_certificate: pem })).not.toThrow(/c2VjcmV0/);
});
