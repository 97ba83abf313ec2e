import { createHash } from "node:crypto";
import type { Check, ResourceRule, ResourceRules, Value } from "../../rule";
import { text } from "../../values";
import { ec2Id, hex } from "../ids";
import { each, matches } from "../refuse";
import { arn, regional, regionalKey, tagged } from "./common";

interface PublicKey {
  readonly kind: "rsa" | "ed25519";
  readonly blob: Buffer;
}

/**
 * The fields of an SSH key: each a length of four bytes and as many bytes (RFC 4253); undefined when they do not fill
 * it.
 */
function fieldsOf(blob: Buffer): readonly Buffer[] | undefined {
  const fields: Buffer[] = [];
  let offset = 0;
  while (offset + 4 <= blob.length) {
    const end = offset + 4 + blob.readUInt32BE(offset);
    fields.push(blob.subarray(offset + 4, end));
    offset = end;
  }
  return offset === blob.length ? fields : undefined;
}

/** Reads a line of an authorized_keys file; undefined unless it is a key of a kind that EC2 takes. */
function parse(line: Value | undefined): PublicKey | undefined {
  const [type = "", encoded = ""] = (text(line) ?? "").trim().split(/\s+/);
  const blob = Buffer.from(encoded, "base64");
  const [name, first, second] = fieldsOf(blob) ?? [];
  if (name?.toString() !== type) return undefined;
  if (type === "ssh-ed25519") return first?.length === 32 && !second ? { kind: "ed25519", blob } : undefined;
  const bits = second ? (second[0] === 0 ? second.length - 1 : second.length) * 8 : 0;
  return type === "ssh-rsa" && [1024, 2048, 4096].includes(bits) ? { kind: "rsa", blob } : undefined;
}

const isPublicKey: Check = each(
  "public_key",
  (value) => parse(value) !== undefined,
  "InvalidKey.Format",
  "is no OpenSSH public key of the kinds that EC2 takes: ssh-ed25519, or ssh-rsa of 1024, 2048 or 4096 bits",
);

/** ED25519 keys are known by their SHA-256, as ssh-keygen shows it; others by an MD5 of theirs. */
function fingerprint(key: PublicKey): string {
  if (key.kind === "ed25519") return createHash("sha256").update(key.blob).digest("base64");
  const digest = createHash("md5").update(key.blob).digest("hex");
  return digest.replace(/..(?!$)/g, "$&:");
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html; an instance goes on without its key
 * pair.
 */
const keyPair: ResourceRule = {
  key: regionalKey,
  id: (self) => text(self.key_name) ?? `${self.key_name_prefix ?? "terraform-"}${hex(26)}`,
  defaults: { ...regional, ...tagged },
  computed: {
    arn: arn("ec2", (self) => `key-pair/${self.id}`),
    fingerprint: (self) => {
      const key = parse(self.public_key);
      return key ? fingerprint(key) : null;
    },
    key_name: (self) => self.id ?? null,
    key_name_prefix: "",
    key_pair_id: () => ec2Id("key"),
    key_type: (self) => parse(self.public_key)?.kind ?? null,
  },
  unread: ["public_key"],
  forceNew: ["key_name", "key_name_prefix", "public_key"],
  unique: [["key_name", "region"]],
  taken: "InvalidKeyPair.Duplicate",
  refuse: [
    isPublicKey,
    matches("key_name", /^[\x20-\x7e]{1,255}$/, "InvalidParameterValue", "is not 1 to 255 ASCII characters"),
  ],
};

export const keyPairRules: ResourceRules = {
  aws_key_pair: keyPair,
};
