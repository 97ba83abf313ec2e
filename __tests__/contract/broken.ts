import rules from "../../contract/rules.json";
import { KNOWN } from "../metadata";

/** The text of a contract in which some keys are others; undefined removes one. */
export function textWith(more: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...KNOWN, ...more }, null, 2);
}

const good = textWith({});
const noJson = rules.words.text;
const breaks = (problem: string) => `breaks the contract: ${problem}`;
const withRawDomain = (domain: string) => good.replace(KNOWN.domain, () => domain);
const withVersion = (version: string) => good.replace('"schema_version": 2', () => `"schema_version": ${version}`);

/** Texts that are no contract of staging: what they are, and the end of the sentence about them. */
export const BROKEN: readonly (readonly [what: string, text: string, problem: string])[] = [
  ["empty", "", noJson],
  ["cut off", good.slice(0, -20), noJson],
  ["a merge conflict", `<<<<<<< HEAD\n${good}\n=======\n${good}\n>>>>>>> main\n`, noJson],
  ["a page of HTML", "<!doctype html>", noJson],
  ["a list", "[]", noJson],
  ["not flat", textWith({ domain: { name: "x" } }), noJson],
  ["with a byte order mark", `\ufeff${good}`, noJson],
  ["longer than any contract", textWith({ domain: `${"a".repeat(65_536)}.b` }), noJson],
  ["with half a character", withRawDomain("\\ud800.example"), noJson],
  ["with a NUL", withRawDomain("\\u0000.example"), noJson],
  ["with an escape sequence for a terminal", textWith({ "\u001b[2J": "x" }), noJson],
  ["with a version that is no whole number", withVersion("2.0"), noJson],
  ["with a number beyond all numbers", withVersion("1e400"), noJson],
  ["with a number that Nix would round", withVersion("99999999999999999999"), noJson],
  ["of another version", textWith({ schema_version: 1 }), "has schema version 1; this checkout reads version 2"],
  ["of another environment", textWith({ environment: "prod" }), "is that of the environment prod, not of staging"],
  ["an empty object", "{}", breaks("aws_region is missing; cloudflare_ip_ranges is missing; domain is missing")],
  ["without a version", textWith({ schema_version: undefined }), breaks("schema_version is missing")],
  ["with a text for a version", textWith({ schema_version: "2" }), breaks("schema_version must be the number 2")],
  ["with a key too few", textWith({ domain: undefined }), breaks("domain is missing")],
  ["with a key too many", textWith({ token: "x" }), breaks("token is no key of it")],
  ["with a key that every object inherits", textWith({ constructor: "x" }), breaks("constructor is no key of it")],
  ["with the key __proto__", good.replace("{", '{"__proto__":1,'), breaks("__proto__ is no key of it")],
  [
    "with two mistakes",
    textWith({ instance_id: 7, a: 1 }),
    breaks("instance_id must be the id of an instance; a is no key of it"),
  ],
  [
    "with the world as Cloudflare's",
    textWith({ cloudflare_ip_ranges: ["0.0.0.0/0", "::/0"] }),
    breaks("cloudflare_ip_ranges must be a list of 1 to 20 IPv4 ranges of /12 to /32 and 1 to 10 IPv6 ranges of"),
  ],
  [
    "with the URL of another domain",
    textWith({ domain_url: "https://app.baisoku-kaigi.com" }),
    breaks("domain_url must be https://{domain}"),
  ],
  ["with a path in the URL", textWith({ domain_url: `${KNOWN.domain_url}/` }), breaks("domain_url must be https://")],
  [
    "with the server of another file system",
    textWith({ efs_file_system_id: "fs-0123456789abcdef" }),
    breaks("efs_dns_name must be {efs_file_system_id}.efs.{aws_region}.amazonaws.com"),
  ],
  [
    "with the server of another region",
    textWith({ aws_region: "us-east-1" }),
    breaks("efs_dns_name must be {efs_file"),
  ],
];
