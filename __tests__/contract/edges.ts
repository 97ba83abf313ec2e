import type { InfraMetadata } from "../../contract";
import { ORIGIN_SLOTS } from "../../contract/origin-slots";

/** Values at the edge of what a key may be, on either side. */
interface Edges {
  readonly holds: readonly unknown[];
  readonly breaks: readonly unknown[];
}

const V4 = "103.21.244.0/22";
const V6 = "2400:cb00::/32";
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB+/=\n-----END CERTIFICATE-----";
const ADDRESSES: Edges = {
  holds: ["0.0.0.0", "9.10.99.100", "199.200.249.250", "255.255.255.255"],
  breaks: [
    "256.1.1.1",
    "1.1.1.260",
    "1.1.1.300",
    "01.1.1.1",
    "1.1.1",
    "1.1.1.1.1",
    "1.1.1.",
    "1..1.1",
    "::1",
    "1.1.1.1/32",
  ],
};
const many = (length: number, range: (index: number) => string) => Array.from({ length }, (_, index) => range(index));

/** The edges of each key that has a pattern or a list. */
export const EDGES: Readonly<Partial<Record<keyof InfraMetadata, Edges>>> = {
  aws_region: {
    holds: ["ap-northeast-1", "us-gov-west-1", "ab-c-0"],
    breaks: ["ap-1", "a-northeast-1", "abc-northeast-1", "ap-northeast", "ap-northeast-12", "ap--1", "AP-northeast-1"],
  },
  cloudflare_ip_ranges: {
    holds: [
      [V4, V6],
      ["104.16.0.0/12", V6],
      ["255.255.255.255/32", V6],
      [V4, "2a06:98c0::/29"],
      [V4, "2606:4700:0:1::/64"],
      [V4, "fe80::/59", "0::/30"],
      [...many(20, (index) => `103.21.${index}.0/24`), ...many(10, (index) => `2400:${index}::/32`)],
    ],
    breaks: [
      [],
      [V4],
      [V6],
      ["0.0.0.0/0", V6],
      ["0.0.0.0/1", "128.0.0.0/1", V6],
      ["104.0.0.0/8", V6],
      ["104.16.0.0/11", V6],
      ["1.2.3.4/33", V6],
      ["1.2.3.4/012", V6],
      ["1.2.3.4/", V6],
      ["1.2.3.4", V6],
      ["1.2.3.256/24", V6],
      ["1.2.3.0/24/24", V6],
      ["1.2.3.0/999", V6],
      [V4, "::/0"],
      [V4, "::/32"],
      [V4, "2000::/3"],
      [V4, "2a06:98c0::/28"],
      [V4, "2400:cb00::/65"],
      [V4, "2400:cb00::/128"],
      [V4, "2400:cb00::/129"],
      [V4, "1:2:3:4:5:6:7:8:9/32"],
      [V4, "1:2:3:4:5:6:7:8:9::/32"],
      [V4, "1:2:3:4:5:6:7:8/64"],
      [V4, "1:2:3:4:5::/64"],
      [V4, "1::2::/32"],
      [V4, "12345::/32"],
      [V4, "2400:CB00::/32"],
      [V4, "::ffff:1.2.3.4/32"],
      [V4, "fe80::%eth0/32"],
      [V4, V6, ""],
      [V4, V6, 7],
      [V4, V6, [V4]],
      [[V4], [V6]],
      [...many(21, (index) => `103.21.${index}.0/24`), V6],
      [V4, ...many(11, (index) => `2400:${index}::/32`)],
      V4,
      { 0: V4, 1: V6, length: 2 },
    ],
  },
  domain: {
    holds: ["a.b", "staging.baisoku-kaigi.com", "1.2.3"],
    breaks: ["localhost", ".a.b", "a..b", "a.b.", "A.b", "a_b.c", "a b.c", "é.fr", "*.a.b", "https://a.b"],
  },
  efs_file_system_id: { holds: ["fs-0", "fs-0123456789abcdef0"], breaks: ["fs-", "fs-g", "fs-A", "i-0", "xfs-0"] },
  environment: {
    holds: ["staging"],
    breaks: ["", " ", "Staging", "1staging", "a-b", "a".repeat(17), "stagingé"],
  },
  instance_id: { holds: ["i-0", "i-0123456789abcdef0"], breaks: ["i-", "i-g", "I-0", "0", "ii-0"] },
  instance_public_ip: ADDRESSES,
  origin_certificate: {
    holds: [PEM, `${PEM}\n`, `${PEM}\n\n`],
    breaks: [
      "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
      "-----BEGIN CERTIFICATE-----MIIB\n-----END CERTIFICATE-----",
      "-----BEGIN CERTIFICATE-----\r\nMIIB\r\n-----END CERTIFICATE-----",
      `\n${PEM}`,
      `${PEM}\n${PEM}`,
      `${PEM} `,
      `${PEM}\n-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n`,
      PEM.replaceAll("CERTIFICATE", "PRIVATE KEY"),
      PEM.replace("MIIB", "MI-IB"),
      PEM.slice(0, -1),
    ],
  },
  origin_slot: { holds: ORIGIN_SLOTS, breaks: ["", "origin-", "origin-next-", "next", "Origin", "originorigin-next"] },
  schema_version: { holds: [2], breaks: ["2", 2.5, null, true, [2]] },
  secret_name: {
    holds: ["a/b", "cartographer-staging/application", "a/b/c"],
    breaks: ["a", "/a", "a/", "a//b", "A/b"],
  },
};

/** What may be wrong with a text wherever a text is asked for. */
const NO_TEXTS: readonly unknown[] = [undefined, null, 0, true, [], ["a.b"], {}, "", "\u0000", "\ud800", "\n"];

/** Every value of {@link EDGES}, and what is wrong for every key. */
export const CASES: readonly (readonly [keyof InfraMetadata, boolean, unknown])[] = Object.entries(EDGES).flatMap(
  ([name, { holds, breaks }]) => {
    const key = name as keyof InfraMetadata; // EDGES has no other
    const wrong = [...breaks, ...NO_TEXTS, ...holds.filter(isText).flatMap(withOddEnds(key))];
    return [
      ...holds.map((value) => [key, true, value] as const),
      ...wrong.map((value) => [key, false, value] as const),
    ];
  },
);

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** A good text with something before or behind it; a certificate alone may end in a new line. */
function withOddEnds(key: keyof InfraMetadata): (text: string) => readonly string[] {
  const after = ["\u0000", "\ud800", "\r", " ", "é", ...(key === "origin_certificate" ? [] : ["\n"])];
  return (text) => [...after.map((end) => text + end), `\n${text}`, ` ${text}`, `\u0000${text}`];
}
