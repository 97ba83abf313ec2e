import { X509Certificate } from "node:crypto";
import { INFRA_KEYS, type InfraMetadata } from "../contract";

type Value = InfraMetadata[keyof InfraMetadata];

/**
 * What changes between two contracts, a line a key, long values abbreviated.
 * @param before undefined when there was none: then every key is named.
 */
export function describeDifference(before: InfraMetadata | undefined, after: InfraMetadata): readonly string[] {
  return INFRA_KEYS.flatMap((key) => {
    if (!before) return [`  ${key}: ${abbreviate(after[key])}`];
    const [old, now] = [before[key], after[key]];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    if (isList(old) && isList(now)) return [`  ${key}: ${describeItems(old, now)}`];
    return [`  ${key}: ${abbreviate(old)} → ${abbreviate(now)}`];
  });
}

const ITEMS_SHOWN = 3;
const LONGEST = 60;

function describeItems(before: readonly string[], after: readonly string[]): string {
  const added = after.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !after.includes(item));
  if (added.length + removed.length === 0) return "another order";
  return [count("added", added), count("removed", removed)].filter((part) => part !== "").join("; ");
}

function count(what: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const shown = items.slice(0, ITEMS_SHOWN).join(", ");
  return `${items.length} ${what} (${shown}${items.length > ITEMS_SHOWN ? ", …" : ""})`;
}

function abbreviate(value: Value): string {
  if (isList(value)) return `${value.length} items`;
  const text = String(value);
  if (text.startsWith("-----BEGIN CERTIFICATE-----")) return describeCertificate(text);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function describeCertificate(pem: string): string {
  try {
    const { fingerprint256, validTo } = new X509Certificate(pem);
    return `certificate ${fingerprint256.slice(0, 23)}… valid to ${validTo}`;
  } catch {
    return "a certificate that cannot be read";
  }
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}
