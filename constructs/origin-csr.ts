import { createPublicKey, KeyObject, webcrypto } from "node:crypto";
import type { Pkcs10CertificateRequest } from "@peculiar/x509";
import { UserError } from "../common/errors";

/** The smallest RSA key that Cloudflare signs. */
const MINIMUM_BITS = 2048;

const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: MINIMUM_BITS,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** The names an origin certificate covers: the zone and every label below it. */
export function originHostnames(zone: string): readonly string[] {
  return [zone, `*.${zone}`];
}

/**
 * Makes an RSA key (PKCS#8, PEM) and a certificate request (PKCS#10, PEM) signed with it for these host names, the
 * first of which is the common name.
 */
export async function createOriginKeyAndCsr(
  hostnames: readonly string[],
): Promise<{ readonly privateKeyPem: string; readonly csrPem: string }> {
  const x509 = await loadX509();
  const keys = await webcrypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
  const names = hostnames.map((value) => ({ type: "dns", value }) as const);
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${hostnames[0]}`,
    keys,
    signingAlgorithm: RSA,
    extensions: [new x509.SubjectAlternativeNameExtension(names)],
  });
  const privateKeyPem = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString();
  return { privateKeyPem, csrPem: `${csr.toString("pem")}\n` };
}

/**
 * Checks a committed request before anything is planned with it: one PEM block and nothing beside it, signed by its own
 * key, RSA of 2048 bits or more, exactly these host names.
 * @param where the file it was read from, relative to the project, for the message.
 * @throws UserError naming the file, the rule and the command that makes a new one.
 */
export async function verifyOriginCsr(pem: string, hostnames: readonly string[], where: string): Promise<void> {
  const demand = (holds: boolean, problem: string): void => {
    if (!holds) throw new UserError(`${where} ${problem}.`, remedy(where));
  };
  demand(
    !/PRIVATE KEY/.test(pem),
    "contains a private key, and this file is committed. Treat that key as known to others; the file takes one " +
      "certificate request alone",
  );
  demand(
    ONE_REQUEST.test(pem.trim()),
    "is not exactly one PEM block CERTIFICATE REQUEST with nothing before or after it",
  );
  const csr = await parse(pem.trim());
  if (!csr) throw new UserError(`${where} is no PKCS#10 certificate request inside its PEM block.`, remedy(where));
  const bits = rsaBits(csr);
  demand(bits >= MINIMUM_BITS, `has ${describeKey(bits)}; it must be RSA of ${MINIMUM_BITS} bits or more`);
  demand(await csr.verify(), "has a signature that its own public key does not verify: the file was changed or cut");
  const names = await namesIn(csr);
  demand(
    canonical(names) === canonical(hostnames),
    `is for ${names.join(", ") || "no host name"}; it must be for ${hostnames.join(", ")}`,
  );
}

const ONE_REQUEST =
  /^-----BEGIN CERTIFICATE REQUEST-----\r?\n(?:[A-Za-z0-9+/=]+\r?\n)+-----END CERTIFICATE REQUEST-----$/;

/** Loaded when a request is made or checked only: the library and its metadata polyfill cost a tenth of a second. */
async function loadX509() {
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

async function parse(pem: string): Promise<Pkcs10CertificateRequest | undefined> {
  const x509 = await loadX509();
  try {
    return new x509.Pkcs10CertificateRequest(pem);
  } catch {
    return undefined;
  }
}

/** The size of its RSA key; 0 for a key of any other kind. */
function rsaBits(csr: Pkcs10CertificateRequest): number {
  try {
    const key = createPublicKey({ key: Buffer.from(csr.publicKey.rawData), format: "der", type: "spki" });
    return key.asymmetricKeyType === "rsa" ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  } catch {
    return 0;
  }
}

function describeKey(bits: number): string {
  return bits === 0 ? "a key that is not RSA" : `an RSA key of ${bits} bits`;
}

/** The subject alternative names; one that is no host name keeps its kind in front, so that it equals none. */
async function namesIn(csr: Pkcs10CertificateRequest): Promise<readonly string[]> {
  const x509 = await loadX509();
  const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  return csr.getExtensions(SUBJECT_ALTERNATIVE_NAME).flatMap((extension) => {
    const { names } = new x509.SubjectAlternativeNameExtension(extension.rawData);
    return names.items.map(({ type, value }) => (type === "dns" ? value : `${type}:${value}`));
  });
}

function canonical(names: readonly string[]): string {
  return names
    .map((name) => name.toLowerCase())
    .sort()
    .join("\n");
}

function remedy(where: string): string {
  const environment = /([^/\\]+)[/\\][^/\\]+$/.exec(where)?.[1] ?? "<env>";
  return `move ${where} and the key beside it away, then: ./cartographer origin-key ${environment}`;
}
