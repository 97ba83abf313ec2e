import { isIPv4 } from "node:net";
import { UserError } from "../errors";
import { familyOf } from "../networks";
import { ORIGIN_SLOTS, type OriginSlot } from "../origin-slots";

/** Raised by one whenever a key is added, removed or changes its meaning; hosts/contract.nix reads this version alone. */
export const SCHEMA_VERSION = 2;

/**
 * What Terraform tells Nix about one environment: hosts/infra-cartographer-<env>.json and the output `infra_metadata`.
 * Everything in it is public. Nix reads whole values and parses no strings.
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
  /** The key of the environment in config.ts. */
  readonly environment: string;
  readonly instance_id: string;
  /** The elastic IPv4 address of the host. */
  readonly instance_public_ip: string;
  /** The certificate that nginx shows to Cloudflare, PEM; its private key is nowhere near Terraform. */
  readonly origin_certificate: string;
  /** The slot that certificate is in, and its private key with it: `secrets/<env>/<slot>-key.pem`, or that name in another backend. */
  readonly origin_slot: OriginSlot;
  readonly schema_version: typeof SCHEMA_VERSION;
  /** The name of the secret at AWS Secrets Manager whose value the backend `secrets-manager` fetches. */
  readonly secret_name: string;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value.trim() !== "";
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === "string" && pattern.test(value);
const isCidr: Check = (value) => typeof value === "string" && familyOf(value) !== undefined;

const RULES: { readonly [Key in keyof InfraMetadata]: readonly [Check, string] } = {
  aws_region: [matches(/^[a-z]{2}(-[a-z]+)+-\d$/), "an AWS region"],
  cloudflare_ip_ranges: [
    (value) => Array.isArray(value) && value.length > 0 && value.every(isCidr),
    "a list of CIDR ranges, not empty",
  ],
  domain: [matches(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/), "a host name"],
  domain_url: [matches(/^https:\/\/[a-z0-9.-]+$/), "an https address without a path"],
  efs_dns_name: [matches(/^fs-[0-9a-f]+\.efs\.[a-z0-9-]+\.amazonaws\.com$/), "the DNS name of an EFS file system"],
  efs_file_system_id: [matches(/^fs-[0-9a-f]+$/), "the id of an EFS file system"],
  environment: [isText, "the name of an environment"],
  instance_id: [matches(/^i-[0-9a-f]+$/), "the id of an instance"],
  instance_public_ip: [(value) => typeof value === "string" && isIPv4(value), "an IPv4 address"],
  origin_certificate: [
    matches(/^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n*$/),
    "one certificate in PEM, and nothing else",
  ],
  origin_slot: [(value) => ORIGIN_SLOTS.some((slot) => slot === value), `one of ${ORIGIN_SLOTS.join(", ")}`],
  schema_version: [(value) => value === SCHEMA_VERSION, `the number ${SCHEMA_VERSION}`],
  secret_name: [matches(/^[a-z0-9-]+(\/[a-z0-9-]+)+$/), "the name of a secret"],
};

/** What holds between keys, each of which keeps its own rule; as `agreements` in hosts/contract.nix. */
const AGREEMENTS: readonly (readonly [(metadata: InfraMetadata) => boolean, string])[] = [
  [({ domain, domain_url }) => domain_url === `https://${domain}`, "domain_url must be https:// and the domain"],
  [
    ({ efs_dns_name, efs_file_system_id }) => efs_dns_name.startsWith(`${efs_file_system_id}.`),
    "efs_dns_name must begin with the efs_file_system_id and a dot",
  ],
];

/** The keys of the contract in the order in which they are written: sorted. */
export const INFRA_KEYS = Object.keys(RULES).sort() as readonly (keyof InfraMetadata)[]; // RULES has exactly these keys

/** The file that carries the contract of one environment, relative to the project. */
export function infraJsonPath(environment: string): string {
  return `hosts/infra-cartographer-${environment}.json`;
}

/**
 * Reads a value as the contract of `environment`, refusing anything more, less or other than the contract says. Values are
 * not repeated in the message: what is wrong may be exactly that something secret strayed in.
 * @param where what the value was read from, for the message.
 * @throws UserError naming each key that breaks the contract.
 */
export function parseInfraMetadata(value: unknown, environment: string, where: string): InfraMetadata {
  const refuse = (problem: string) =>
    new UserError(`${where} is not the infrastructure contract of ${environment}: ${problem}.`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refuse("it is no JSON object");
  const found = new Map(Object.entries(value));
  const problems = INFRA_KEYS.flatMap((key) => {
    const [holds, rule] = RULES[key];
    if (!found.has(key)) return [`${key} is missing`];
    return holds(found.get(key)) ? [] : [`${key} must be ${rule}`];
  });
  const unknown = [...found.keys()].filter((key) => !Object.hasOwn(RULES, key)).map((key) => `${key} is no key of it`);
  if (problems.length + unknown.length > 0) throw refuse([...problems, ...unknown].join("; "));
  const metadata = value as InfraMetadata; // every key was checked just now
  if (metadata.environment !== environment) throw refuse(`it is that of ${metadata.environment}`);
  const disagreements = AGREEMENTS.flatMap(([holds, rule]) => (holds(metadata) ? [] : [rule]));
  if (disagreements.length > 0) throw refuse(disagreements.join("; "));
  return metadata;
}

/**
 * The bytes of the file: keys sorted, two spaces, a newline at the end; strings escaped as Terraform's jsonencode does it,
 * so that Terraform (constructs/infra-json.ts) and this function write the same bytes.
 */
export function serialiseInfraMetadata(metadata: InfraMetadata): string {
  return `${JSON.stringify(metadata, [...INFRA_KEYS], 2).replace(TERRAFORM_ESCAPES, escapeUnicode)}\n`;
}

/** What jsonencode escapes beyond JSON.stringify: see "jsonencode" in Terraform's documentation. */
const TERRAFORM_ESCAPES = /[<>&\u2028\u2029]/g;

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
