import { BlockList, isIPv4, isIPv6 } from "node:net";
import type { Attributes, Check, CloudView, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { number, text } from "../../values";
import { cloudflareId } from "../ids";
import { demand, matches, oneOf, shown } from "../refuse";
import { zoneId } from "./common";

/** internal/services/dns_record/schema.go */
const TYPES = [
  "A",
  "AAAA",
  "CAA",
  "CERT",
  "CNAME",
  "DNSKEY",
  "DS",
  "HTTPS",
  "LOC",
  "MX",
  "NAPTR",
  "NS",
  "OPENPGPKEY",
  "PTR",
  "SMIMEA",
  "SRV",
  "SSHFP",
  "SVCB",
  "TLSA",
  "TXT",
  "URI",
];

const PROXIABLE = ["A", "AAAA", "CNAME"];

const privateNetworks = new BlockList();
privateNetworks.addSubnet("10.0.0.0", 8);
privateNetworks.addSubnet("127.0.0.0", 8);
privateNetworks.addSubnet("172.16.0.0", 12);
privateNetworks.addSubnet("192.168.0.0", 16);

function isProxiable(self: Attributes): boolean {
  return PROXIABLE.includes(String(self.type).toUpperCase());
}

/** The codes are Cloudflare's: https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/ */
const contentFits: Check = (self) => {
  const content = text(self.content);
  if (content === undefined) return [];
  const refuse = (summary: string, detail: string): Refusal => ({ summary, detail, attribute: "content" });
  const wrong = (type: string, family: string): string =>
    `Content for ${type} record must be a valid ${family} address, not ${shown(content)}.`;
  if (self.type === "A" && !isIPv4(content)) return [refuse("DNS Validation Error (9005)", wrong("A", "IPv4"))];
  if (self.type === "AAAA" && !isIPv6(content)) return [refuse("DNS Validation Error (9006)", wrong("AAAA", "IPv6"))];
  const hidden = self.proxied === true && isIPv4(content) && privateNetworks.check(content);
  return demand(
    !hidden,
    refuse("DNS Validation Error (9003)", `Target ${content} is not allowed for a proxied record.`),
  );
};

const ttlFits: Check = (self) => {
  const ttl = number(self.ttl);
  if (ttl === undefined) return [];
  const range = "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for automatic.";
  const proxied = "ttl must be 1, which is automatic, when proxied is true.";
  return [
    ...demand(ttl === 1 || (ttl >= 60 && ttl <= 86_400), {
      summary: "DNS Validation Error (9021)",
      detail: range,
      attribute: "ttl",
    }),
    ...demand(self.proxied !== true || ttl === 1, {
      summary: "DNS Validation Error",
      detail: proxied,
      attribute: "ttl",
    }),
  ];
};

const proxyFits: Check = (self) =>
  demand(self.proxied !== true || self.type === undefined || isProxiable(self), {
    summary: "DNS Validation Error (9004)",
    detail: `A record of type ${self.type} cannot be proxied; ${PROXIABLE.join(", ")} can.`,
    attribute: "proxied",
  });

/** A CNAME stands alone at its name. */
function nameIsFree(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const clash = cloud
    .list("cloudflare_dns_record")
    .filter((other) => other.id !== self.id && other.zone_id === self.zone_id && other.name === self.name)
    .find((other) => isProxiable(other) && isProxiable(self) && (other.type === "CNAME" || self.type === "CNAME"));
  const detail = `An A, AAAA, or CNAME record with the host ${self.name} already exists: ${clash?.id}.`;
  return demand(!clash, { summary: "DNS Validation Error (81053)", detail, attribute: "name" });
}

/** https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/create/ */
const dnsRecord: ResourceRule = {
  id: cloudflareId,
  defaults: { proxied: false },
  computed: {
    content: null,
    comment_modified_on: null,
    created_on: () => new Date().toISOString(),
    meta: "{}",
    modified_on: () => new Date().toISOString(),
    proxiable: isProxiable,
    settings: null,
    tags: [],
    tags_modified_on: null,
  },
  recomputed: ["modified_on"],
  forceNew: ["type", "zone_id"],
  unique: [["zone_id", "name", "type", "content"]],
  taken: "An identical record already exists. (81058)",
  refuse: [
    zoneId,
    matches("name", /^.{1,255}$/, "DNS Validation Error (9000)", "is not 1 to 255 characters"),
    oneOf("type", TYPES, "DNS Validation Error (9007)"),
    contentFits,
    ttlFits,
    proxyFits,
  ],
  conflict: [nameIsFree],
};

export const dnsRules: ResourceRules = {
  cloudflare_dns_record: dnsRecord,
};
