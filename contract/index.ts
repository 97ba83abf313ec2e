import { UserError } from "../common/errors";
import type { OriginSlot } from "./origin-slots";
import { matches, problemOfText, problemOfValue } from "./reader";
import rules from "./rules.json";

/** Raised by one whenever a key is added, removed or changes its meaning; both readers read this version alone. */
export const SCHEMA_VERSION = rules.keys.schema_version.number;

/**
 * What Terraform tells Nix about one environment: hosts/infra-cartographer-<env>.json and the output `infra_metadata`.
 * Everything in it is public. Nix reads whole values and parses no strings. What each value may be is in rules.json.
 */
export interface InfraMetadata {
  /** The AWS region, for example "ap-northeast-1". */
  readonly aws_region: string;
  /** Cloudflare's published ranges, IPv4 and IPv6, sorted: the peers whose client address header nginx believes. */
  readonly cloudflare_ip_ranges: readonly string[];
  /** The host name people type, for example "app.baisoku-kaigi.com". */
  readonly domain: string;
  /** The same as an https address, without a slash at the end. */
  readonly domain_url: string;
  /** The NFS server of the file system with the database. */
  readonly efs_dns_name: string;
  readonly efs_file_system_id: string;
  /** The key of the environment in config/environments.ts. */
  readonly environment: string;
  readonly instance_id: string;
  /** The elastic IPv4 address of the host. */
  readonly instance_public_ip: string;
  /** The certificate that nginx shows to Cloudflare, PEM; its private key is nowhere near Terraform. */
  readonly origin_certificate: string;
  /**
   * The slot that certificate is in, and its private key with it: `secrets/<env>/<slot>-key.pem`, or that name in
   * another backend.
   */
  readonly origin_slot: OriginSlot;
  /** {@link SCHEMA_VERSION}. */
  readonly schema_version: number;
  /** The name of the secret at AWS Secrets Manager whose value the backend `secrets-manager` fetches. */
  readonly secret_name: string;
}

/** The keys of the contract, each with a rule; so the compiler sees that none lacks one. */
const KEYS: Readonly<Record<keyof InfraMetadata, object>> = rules.keys;

/** The keys of the contract in the order in which they are written: sorted. */
export const INFRA_KEYS = Object.keys(KEYS).sort() as readonly (keyof InfraMetadata)[]; // a test sees no other

/**
 * How many ranges of a family the contract, and the firewall's lists, have room for. A rule that names a list counts
 * as that many rules of its group, of which AWS allows 60 a family. In 2025 Cloudflare had 15 and 7.
 */
export const CLOUDFLARE_ROOM = rules.keys.cloudflare_ip_ranges.most;

/** Whether an environment can have that name: config/environments.ts has the names, the contract carries them. */
export function isEnvironmentName(name: string): boolean {
  return matches(rules.keys.environment.pattern, name);
}

/** The file that carries the contract of one environment, relative to the project. */
export function infraJsonPath(environment: string): string {
  return `hosts/infra-cartographer-${environment}.json`;
}

/**
 * Reads the text of a contract, with the same verdict and in the same words as hosts/contract.nix.
 * @param where what the text was read from, for the message.
 * @throws UserError for a text that is no JSON as it is written here, and as {@link parseInfraMetadata}.
 */
export function parseInfraJson(text: string, environment: string, where: string): InfraMetadata {
  const problem = problemOfText(text, environment);
  if (problem !== undefined) throw new UserError(`${where} ${problem}.`);
  return JSON.parse(text) as InfraMetadata; // every key was checked just now
}

/**
 * Reads a value as the contract of `environment`, refusing anything more, less or other than rules.json says.
 * @param where what the value was read from, for the message.
 * @throws UserError naming each key that breaks the contract, without its value.
 */
export function parseInfraMetadata(value: unknown, environment: string, where: string): InfraMetadata {
  const problem = problemOfValue(value, environment);
  if (problem !== undefined) throw new UserError(`${where} ${problem}.`);
  return value as InfraMetadata; // every key was checked just now
}

/**
 * Whether a contract is of a rehearsal, and so of nothing that is really there: its address is one for documentation.
 */
export function isOfRehearsal({ instance_public_ip }: InfraMetadata): boolean {
  return matches(rules.rehearsal_address, instance_public_ip);
}

/**
 * The bytes of the file: keys sorted, two spaces, a newline at the end; strings escaped as Terraform's jsonencode does
 * it, so that Terraform (constructs/infra-json.ts) and this function write the same bytes.
 */
export function serialiseInfraMetadata(metadata: InfraMetadata): string {
  return `${JSON.stringify(metadata, [...INFRA_KEYS], 2).replace(TERRAFORM_ESCAPES, escapeUnicode)}\n`;
}

/** What jsonencode escapes beyond JSON.stringify: see "jsonencode" in Terraform's documentation. */
const TERRAFORM_ESCAPES = /[<>&\u2028\u2029]/g;

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
