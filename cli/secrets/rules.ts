import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type InfraMetadata, isOfRehearsal } from "../../contract";
import { originCsrPath, originKeyPath } from "../../contract/origin-slots";
import type { SecretDocument } from "./document";
import { type EnvironmentVariables, parseEnvFile } from "./env-file";

/**
 * The one place that says which variables the application cannot do without: those this file sets, to any other value.
 */
export const ENV_EXAMPLE = ".env.example";

/**
 * The required variables, each with the value that must not be kept.
 * @throws UserError when the example is no file of variables.
 */
export async function readExample(root: string): Promise<EnvironmentVariables> {
  return parseEnvFile(await readFile(path.join(root, ENV_EXAMPLE), "utf8"), ENV_EXAMPLE);
}

/** What is wrong with an environment's variables, a sentence each, without values. */
export function variableProblems(variables: EnvironmentVariables, example: EnvironmentVariables): readonly string[] {
  const missing = Object.keys(example).filter((name) => !(name in variables));
  const empty = Object.keys(variables).filter((name) => variables[name] === "");
  const kept = Object.keys(example).filter((name) => example[name] !== "" && variables[name] === example[name]);
  return [
    ...missing.map((name) => `${name} is missing: the application does not run without it`),
    ...empty.map((name) => `${name} is empty: give it a value, or take the line out`),
    ...kept.map((name) => `${name} has the value of ${ENV_EXAMPLE}`),
  ];
}

/** What should be otherwise, though nothing fails because of it. */
export function variableWarnings(variables: EnvironmentVariables): readonly string[] {
  return Object.keys(variables)
    .filter((name) => name.startsWith("NEXT_PUBLIC_"))
    .map((name) => `${name} has no effect here: it is built into the pages, so it belongs into flake.nix (nextPublic)`);
}

/** What is wrong with the origin key that goes with the certificate that the host shows. */
export function originKeyProblems(
  root: string,
  { originKeys }: SecretDocument,
  metadata: InfraMetadata,
): readonly string[] {
  const { environment, origin_slot: slot, origin_certificate: certificate } = metadata;
  const pem = originKeys[slot];
  if (pem === undefined) {
    const [key, csr] = [originKeyPath(environment, slot), originCsrPath(environment, slot)];
    const made = existsSync(path.join(root, csr)) || !isOfRehearsal(metadata);
    return made
      ? [`there is no key for the origin certificate in use (${key}): get it from whoever made it`]
      : [`nobody has made an origin key yet (${key}, ${csr}): ./cartographer origin-key ${environment}`];
  }
  // The certificate of a rehearsal belongs to a key of the rehearsal's.
  if (isOfRehearsal(metadata)) return [];
  return keyProblems(pem, certificate).map((problem) => `the origin key (${slot}) ${problem}`);
}

function keyProblems(pem: string, certificate: string): readonly string[] {
  const ofKey = publicKeyOf(() => createPublicKey(createPrivateKey(pem)));
  if (ofKey === undefined) return ["is no private key in PEM"];
  const ofCertificate = publicKeyOf(() => new X509Certificate(certificate).publicKey);
  if (ofCertificate === undefined) return ["cannot be compared: the committed certificate cannot be read"];
  return ofKey === ofCertificate ? [] : ["does not belong to the certificate in the committed infra JSON"];
}

function publicKeyOf(read: () => ReturnType<typeof createPublicKey>): string | undefined {
  try {
    return read().export({ type: "spki", format: "pem" }).toString();
  } catch {
    return undefined; // whatever the library says of a broken key may quote it
  }
}
