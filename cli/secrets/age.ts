// By hand and not by age-encryption: an ES module whose functions are promises, for what are two dozen lines here, and
// it knows nothing of SSH's host keys. The tests hold what is here against it.

import { createHash } from "node:crypto";
import { ed25519, x25519 } from "@noble/curves/ed25519";
import { bech32 } from "@scure/base";
import { UserError } from "../../common/errors";

/**
 * As age writes a public key: bech32 of the 32 bytes of an X25519 point (https://age-encryption.org/v1, "The X25519
 * recipient type").
 */
export type AgeRecipient = `age1${string}`;

/** A host's public key, as /etc/ssh/ssh_host_ed25519_key.pub has it. */
export interface HostKey {
  readonly recipient: AgeRecipient;
  /** As `ssh-keygen -lf` prints it: "SHA256:" and 43 characters. */
  readonly fingerprint: string;
}

/**
 * Reads an ed25519 host key and derives the age recipient that the host's private key opens: the same point on the
 * other form of the curve, which is what ssh-to-age computes and sops-nix expects.
 * @param line "ssh-ed25519 AAAA… comment".
 * @throws UserError when it is no ed25519 public key.
 */
export function readHostKey(line: string): HostKey {
  const [type, encoded = ""] = line.trim().split(/\s+/);
  const blob = Buffer.from(encoded, "base64");
  const [name, point] = fields(blob);
  if (type !== "ssh-ed25519" || name?.toString() !== type || point?.length !== 32) {
    throw new UserError("What the host sent is no ssh-ed25519 public key; sops-nix decrypts with that kind alone.");
  }
  const fingerprint = `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
  return { recipient: encodeRecipient(ed25519.utils.toMontgomery(point)), fingerprint };
}

/** A new key pair of a person. */
export function createAgeKey(): { readonly identity: string; readonly recipient: AgeRecipient } {
  const secret = x25519.utils.randomSecretKey();
  const identity = bech32.encodeFromBytes("age-secret-key-", secret).toUpperCase();
  return { identity, recipient: encodeRecipient(x25519.getPublicKey(secret)) };
}

/** Keys of other kinds, whose recipients only other programs know; sops may use them nevertheless. */
const OTHER_KIND = /^AGE-(PLUGIN-|SECRET-KEY-PQ-)/;

/**
 * The recipients of the private keys in an age key file (as age-keygen writes it: comments, and a key a line). Those of
 * plugins and of the post-quantum kind are passed over.
 * @throws UserError for a line that is neither, without repeating it.
 */
export function recipientsIn(keyFile: string, where: string): readonly AgeRecipient[] {
  const lines = keyFile.split("\n").map((line) => line.trim());
  return lines.flatMap((line, index) => {
    if (line === "" || line.startsWith("#") || OTHER_KIND.test(line)) return [];
    const secret = decodeIdentity(line);
    if (secret) return [encodeRecipient(x25519.getPublicKey(secret))];
    throw new UserError(
      `${where}, line ${index + 1}: no age private key (AGE-SECRET-KEY-1…).`,
      "age-keygen -y shows what age makes of it",
    );
  });
}

/** Whether that is the public key of an X25519 pair in age's spelling. */
export function isAgeRecipient(text: string): text is AgeRecipient {
  const decoded = bech32.decodeUnsafe(text);
  return decoded?.prefix === "age" && bech32.fromWordsUnsafe(decoded.words)?.length === 32;
}

function encodeRecipient(point: Uint8Array): AgeRecipient {
  return bech32.encodeFromBytes("age", point) as AgeRecipient; // bech32 puts a 1 behind the prefix
}

function decodeIdentity(line: string): Uint8Array | undefined {
  const decoded = bech32.decodeUnsafe(line.toLowerCase());
  const bytes = decoded?.prefix === "age-secret-key-" ? bech32.fromWordsUnsafe(decoded.words) : undefined;
  return bytes?.length === 32 ? Uint8Array.from(bytes) : undefined;
}

/** The fields of an SSH key: each its length in four bytes, then that many bytes (RFC 4253, 6.6). */
function fields(blob: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length; ) {
    const length = blob.readUInt32BE(at);
    found.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}
