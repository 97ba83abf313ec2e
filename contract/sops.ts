import rules from "./encryption.json";
import { matches } from "./reader";

/** What a file that sops encrypted shows without a key. hosts/lib/sops-encryption.nix sees the same. */
export interface Encryption {
  /** Whether sops put its code over it, as it does over whatever it encrypts. */
  readonly isSigned: boolean;
  /** The keys on the way to each value; an item of a list has those of the list. */
  readonly values: readonly Way[];
  /** Those on the way to each value that anybody can read, though it says something. */
  readonly clear: readonly Way[];
}

type Way = readonly string[];

/** How far the parsed text of a file is encrypted, by the rule of encryption.json, which README.md explains. */
export function encryptionOf({ sops, ...secrets }: Readonly<Record<string, unknown>>): Encryption {
  const leaves = leavesOf(secrets);
  return {
    isSigned: typeof sops === "object" && sops !== null && "mac" in sops && matches(rules.encrypted, sops.mac),
    values: leaves.map(([way]) => way),
    clear: leaves.filter(([, value]) => !isLeft(value) && !matches(rules.encrypted, value)).map(([way]) => way),
  };
}

function isLeft(value: unknown): boolean {
  return rules.left.some((one) => one === value);
}

function leavesOf(value: unknown, way: Way = []): readonly (readonly [Way, unknown])[] {
  if (typeof value !== "object" || value === null) return [[way, value]];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => leavesOf(item, way));
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...way, key]));
}
