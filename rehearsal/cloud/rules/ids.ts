import { randomBytes } from "node:crypto";

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Random hexadecimal digits. */
export function hex(length: number): string {
  return randomBytes(Math.ceil(length / 2))
    .toString("hex")
    .slice(0, length);
}

/** An id as EC2 and EFS make them: the prefix and 17 hexadecimal digits. */
export function ec2Id(prefix: string): string {
  return `${prefix}-0${hex(16)}`;
}

/** An id as Terraform Cloud makes them: the prefix and 16 letters and digits. */
export function tfeId(prefix: string): string {
  return `${prefix}-${randomOf(ALPHANUMERIC, 16)}`;
}

/** An id as IAM makes them: four letters for the kind ("AIDA" a user, "AKIA" a key) and 16 of base 32. */
export function iamId(kind: string): string {
  return `${kind}${randomOf(BASE32, 16)}`;
}

/** An id as Cloudflare makes them: 32 hexadecimal digits. */
export function cloudflareId(): string {
  return hex(32);
}

/** Random characters of an alphabet of at most 256. */
export function randomOf(alphabet: string, length: number): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join("");
}
