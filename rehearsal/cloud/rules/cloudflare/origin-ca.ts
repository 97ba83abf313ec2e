import "reflect-metadata"; // @peculiar/x509 needs it first
import { createPublicKey, type KeyObject, verify, webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { Attributes, Check, Refusal, ResourceRule, ResourceRules, Value } from "../../rule";
import { text, texts } from "../../values";
import { hex, randomOf } from "../ids";
import { demand, each, notEmpty, oneOf } from "../refuse";

const DAY = 24 * 60 * 60 * 1000;

/** https://developers.cloudflare.com/api/resources/origin_ca_certificates/methods/create/ */
const VALIDITIES = [7, 30, 90, 365, 730, 1095, 5475];

/** A wildcard is one label, the first, below a domain of two labels or more. */
const HOST_NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

const SIGNATURE = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** An authority that lives as long as this process; its private key is written nowhere. */
interface Authority {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

let authority: Promise<Authority> | undefined;

function theAuthority(): Promise<Authority> {
  authority ??= makeAuthority();
  return authority;
}

async function makeAuthority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(SIGNATURE, false, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "O=Rehearsal, CN=Rehearsal Origin CA (throwaway)",
    serialNumber: serialNumber(),
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 6000 * DAY),
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

/** The certificate of the authority, PEM: for those who check what it signed. */
export async function originAuthority(): Promise<string> {
  return pem((await theAuthority()).certificate);
}

/** A positive number of 16 bytes. */
function serialNumber(): string {
  return `4${hex(31)}`;
}

function pem(certificate: X509Certificate): string {
  return `${certificate.toString("pem").trim()}\n`;
}

/** The request; undefined when the text is none. */
function parse(csr: string): Pkcs10CertificateRequest | undefined {
  try {
    return csr.includes("-----BEGIN CERTIFICATE REQUEST-----") ? new Pkcs10CertificateRequest(csr) : undefined;
  } catch {
    return undefined;
  }
}

function keyOf(request: Pkcs10CertificateRequest): KeyObject {
  return createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: "der", type: "spki" });
}

/** The first element of a DER sequence, with its header: what a request is signed over. */
function firstElement(sequence: Buffer): Buffer {
  const start = headerLength(sequence, 0).header;
  const { header, length } = headerLength(sequence, start);
  return sequence.subarray(start, start + header + length);
}

function headerLength(der: Buffer, at: number): { readonly header: number; readonly length: number } {
  const first = der.readUInt8(at + 1);
  if (first < 128) return { header: 2, length: first };
  const bytes = first - 128;
  return { header: 2 + bytes, length: der.readUIntBE(at + 2, bytes) };
}

/** Whether the one who made the request has the private key. */
function isSigned(request: Pkcs10CertificateRequest): boolean {
  const hash = "hash" in request.signatureAlgorithm ? request.signatureAlgorithm.hash.name.replace("-", "") : null;
  try {
    const signed = firstElement(Buffer.from(request.rawData));
    return verify(hash, signed, keyOf(request), Buffer.from(request.signature));
  } catch {
    return false; // a signature of a kind that its key can't make
  }
}

/** The request must parse, be signed with its own key, and have a key of the kind that is asked for. */
const requestIsGood: Check = (self) => {
  const csr = text(self.csr);
  if (csr === undefined) return [];
  const refuse = (detail: string): readonly Refusal[] => [
    { summary: "Failed to validate the certificate signing request", detail, attribute: "csr" },
  ];
  const request = parse(csr);
  if (!request) return refuse("csr is no certificate signing request in PEM.");
  if (!isSigned(request)) return refuse("csr is not signed with the key that it names.");
  return keyFits(keyOf(request), self.request_type)
    ? []
    : refuse(`The key of csr is not one for ${self.request_type}.`);
};

function keyFits(key: KeyObject, requestType: Value | undefined): boolean {
  if (requestType === "origin-ecc") return key.asymmetricKeyType === "ec";
  if (requestType !== "origin-rsa") return true;
  return key.asymmetricKeyType === "rsa" && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}

/** Signs the request. As at Cloudflare the names are those asked for beside it, and its own subject is left aside. */
async function issue(self: Attributes): Promise<string> {
  const { certificate, keys } = await theAuthority();
  const request = new Pkcs10CertificateRequest(String(self.csr));
  const signed = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    issuer: certificate.subject,
    subject: "O=Rehearsal, CN=Rehearsal Origin Certificate",
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + Number(self.requested_validity) * DAY),
    publicKey: request.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      await AuthorityKeyIdentifierExtension.create(keys.publicKey),
      await SubjectKeyIdentifierExtension.create(request.publicKey),
      new SubjectAlternativeNameExtension(texts(self.hostnames).map((value) => ({ type: "dns", value }))),
    ],
  });
  return pem(signed);
}

/** The end of a certificate's life as Cloudflare writes it. */
function expiry(self: Attributes): string {
  return new Date(Date.now() + Number(self.requested_validity) * DAY).toISOString().replace(/\.\d+/, "");
}

/**
 * Destroying it revokes it. The real provider replaces it for another `requested_validity` only where that is
 * configured.
 */
const originCaCertificate: ResourceRule = {
  id: () => `${1 + Math.floor(Math.random() * 9)}${randomOf("0123456789", 47)}`,
  defaults: { requested_validity: 5475 },
  computed: { certificate: issue, expires_on: expiry },
  unread: ["csr", "requested_validity"],
  forceNew: ["csr", "hostnames", "request_type", "requested_validity"],
  refuse: [
    oneOf("request_type", ["origin-rsa", "origin-ecc", "keyless-certificate"], "Invalid request type"),
    oneOf("requested_validity", VALIDITIES, "Invalid requested validity"),
    each("hostnames", (value) => HOST_NAME.test(String(value)), "Invalid hostname", "is neither a domain nor *.domain"),
    requestIsGood,
    notEmpty("hostnames", "Invalid hostnames", "is empty; a certificate has one name at least"),
    (self) =>
      demand(texts(self.hostnames).length <= 200, {
        summary: "Invalid hostnames",
        detail: "A certificate has at most 200 hostnames.",
        attribute: "hostnames",
      }),
  ],
};

export const originCaRules: ResourceRules = {
  cloudflare_origin_ca_certificate: originCaCertificate,
};
