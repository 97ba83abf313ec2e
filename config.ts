import { BlockList, isIPv4 } from "node:net";
import { UserError } from "./errors";

/** What all environments share. */
export interface Project {
  /** The application; names of resources begin with it. */
  readonly name: string;
  readonly terraformCloud: {
    /** Where the API answers: Terraform Cloud, Terraform Enterprise or a compatible server. */
    readonly hostname: string;
    readonly organization: string;
    /** Tag of every workspace of this project. */
    readonly tag: string;
    /** The Terraform that runs there: at least 1.11, for write-only arguments. */
    readonly terraformVersion: string;
  };
  /** The zone at Cloudflare that holds every environment's domain. */
  readonly zone: string;
  readonly awsRegion: string;
  /** The IAM user whose key the workspaces carry. Another name is another key. */
  readonly runnerUser: { readonly name: string; readonly path: string };
  /** Days a new origin certificate is valid. One of Cloudflare's 7, 30, 90, 365, 730, 1095, 5475. */
  readonly originCertificateDays: number;
}

/** One environment: a host, its network, its file system, its names. */
export interface Environment {
  /** Its key in this file: "staging", "prod". */
  readonly name: string;
  /** Workspace at Terraform Cloud, and node of the hive. */
  readonly workspace: string;
  /** Beginning of the names of its resources; changing it replaces security groups and the key pair. */
  readonly prefix: string;
  /** The host name people type. */
  readonly domain: string;
  readonly vpcCidr: string;
  readonly subnet: { readonly cidr: string; readonly zoneLetter: string };
  readonly instance: {
    readonly type: string;
    readonly ami: { readonly nixos: string; readonly architecture: Architecture };
    /** Size of the root disk in GiB. */
    readonly diskGib: number;
  };
  /** Names the file system at AWS; changing it replaces the file system, and with it the data. */
  readonly efsCreationToken: string;
  /** IPv4 ranges from which SSH is allowed; none closes port 22. Never the world. */
  readonly sshFrom: readonly string[];
}

/** As AWS spells processor architectures. */
export type Architecture = "arm64" | "x86_64";

/** An environment as it is written below: what follows from its name is derived. */
type EnvironmentEntry = Omit<Environment, "name" | "workspace">;

/** The project: every value that all environments share. */
export const project: Project = deepFreeze({
  name: "cartographer",
  terraformCloud: {
    hostname: "app.terraform.io",
    organization: "plural-reality",
    tag: "cartographer",
    terraformVersion: "1.11.4",
  },
  zone: "baisoku-kaigi.com",
  awsRegion: "ap-northeast-1",
  runnerUser: { name: "terraform-cloud-cartographer", path: "/terraform/" },
  originCertificateDays: 5475,
});

const host = {
  type: "t4g.medium",
  ami: { nixos: "25.11", architecture: "arm64" },
  diskGib: 30,
} as const;

// To add an environment, add an entry here and a line in hosts/table.nix. Every environment has a VPC of its own, so ranges may repeat.
const entries: Readonly<Record<string, EnvironmentEntry>> = {
  staging: {
    prefix: "cartographer-staging",
    domain: "staging.baisoku-kaigi.com",
    vpcCidr: "10.0.0.0/16",
    subnet: { cidr: "10.0.1.0/24", zoneLetter: "a" },
    instance: host,
    efsCreationToken: "cartographer-staging",
    sshFrom: [],
  },
  prod: {
    prefix: "cartographer",
    domain: "app.baisoku-kaigi.com",
    vpcCidr: "10.0.0.0/16",
    subnet: { cidr: "10.0.1.0/24", zoneLetter: "a" },
    instance: host,
    efsCreationToken: "cartographer-m36",
    sshFrom: [],
  },
};

/** Every environment, in the order of this file. */
export const environments: readonly Environment[] = defineEnvironments(project, entries);

/**
 * The environment of that name.
 * @throws UserError for a name that this file does not have.
 */
export function environmentNamed(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const known = environments.map((environment) => environment.name).join(", ");
  throw new UserError(`There is no environment "${name}" in config.ts; there are: ${known}.`);
}

/** The id of the stack that makes the workspaces, as cdktf's commands take it. */
export const TFC_BOOTSTRAP = "tfc-bootstrap";

/** The id of an environment's infrastructure stack, as cdktf's commands take it. */
export function infraStackId(environment: Pick<Environment, "name">): string {
  return `infra-${environment.name}`;
}

/**
 * Makes environments of their entries and checks every rule that can be checked before AWS is asked.
 * @throws UserError naming the environment, the value, the rule and the fix.
 */
export function defineEnvironments(
  shared: Project,
  all: Readonly<Record<string, EnvironmentEntry>>,
): readonly Environment[] {
  const defined = Object.entries(all).map(([name, entry]) =>
    deepFreeze({ ...entry, name, workspace: `${shared.name}-${name}` }),
  );
  for (const environment of defined) checkEnvironment(shared, environment);
  for (const key of ["prefix", "domain", "efsCreationToken"] as const) checkUnique(defined, key);
  return Object.freeze(defined);
}

function checkEnvironment(shared: Project, environment: Environment): void {
  const { name, prefix, domain, vpcCidr, subnet, instance, efsCreationToken, sshFrom } = environment;
  const demand = (holds: boolean, problem: string, fix: string): void => {
    if (!holds) throw new UserError(`config.ts, environment ${name}: ${problem}.`, fix);
  };
  demand(/^[a-z][a-z0-9]{0,15}$/.test(name), `the name "${name}" is not 1 to 16 of a-z and 0-9`, "shorten the name");
  demand(
    // 40 leaves room for the longest suffix within the 64 characters of an IAM name.
    /^[a-z][a-z0-9-]{0,39}$/.test(prefix),
    `the prefix "${prefix}" is not 1 to 40 of a-z, 0-9 and "-"`,
    "shorten the prefix: names made from it are limited to 64 characters by AWS",
  );
  demand(
    domain.endsWith(`.${shared.zone}`) && !domain.slice(0, -shared.zone.length - 1).includes("."),
    `the domain "${domain}" is not one label below ${shared.zone}, which the origin certificate covers`,
    `use <label>.${shared.zone}`,
  );
  demand(isNetwork(vpcCidr, 16, 28), `the VPC range "${vpcCidr}" is no IPv4 network of /16 to /28`, "use 10.0.0.0/16");
  demand(
    isNetwork(subnet.cidr, 16, 28) && contains(vpcCidr, subnet.cidr),
    `the subnet "${subnet.cidr}" is no IPv4 network inside the VPC's ${vpcCidr}`,
    `use a network of /16 to /28 inside ${vpcCidr}`,
  );
  demand(/^[a-z]$/.test(subnet.zoneLetter), `the zone "${subnet.zoneLetter}" is not one letter`, 'use "a"');
  demand(
    architectureOf(instance.type) === instance.ami.architecture,
    `the instance type ${instance.type} is ${architectureOf(instance.type) ?? "unknown"}, its AMI ${instance.ami.architecture}`,
    "choose an instance type of the AMI's architecture (Graviton types, such as t4g, are arm64)",
  );
  demand(
    Number.isInteger(instance.diskGib) && instance.diskGib >= 10 && instance.diskGib <= 16384,
    `the disk of ${instance.diskGib} GiB is not a whole number from 10 to 16384`,
    "use 30",
  );
  demand(
    /^[\x21-\x7e]{1,64}$/.test(efsCreationToken),
    `the EFS creation token "${efsCreationToken}" is not 1 to 64 printable characters`,
    "shorten the token of a new environment; never change that of an existing one",
  );
  for (const range of sshFrom) {
    demand(isNetwork(range, 8, 32), `SSH from "${range}": that is no IPv4 network of /8 to /32`, "name your own range");
  }
}

function checkUnique(all: readonly Environment[], key: "prefix" | "domain" | "efsCreationToken"): void {
  for (const [index, environment] of all.entries()) {
    const twin = all.slice(0, index).find((other) => other[key] === environment[key]);
    if (twin) {
      throw new UserError(
        `config.ts: ${twin.name} and ${environment.name} have the same ${key} "${environment[key]}".`,
        `give ${environment.name} a ${key} of its own`,
      );
    }
  }
}

/** The architecture of an instance type by AWS's naming (a "g" after the generation is Graviton); undefined for no type. */
function architectureOf(type: string): Architecture | undefined {
  const family = /^[a-z]+\d+([a-z-]*)\.[a-z0-9-]+$/.exec(type);
  if (!family) return undefined;
  return family[1]?.startsWith("g") ? "arm64" : "x86_64";
}

/** Whether `cidr` is an IPv4 network, its host bits zero, with a prefix length from `shortest` to `longest`. */
function isNetwork(cidr: string, shortest: number, longest: number): boolean {
  const [address = "", bits = "", ...rest] = cidr.split("/");
  const length = Number(bits);
  if (rest.length > 0 || !isIPv4(address) || !/^\d{1,2}$/.test(bits)) return false;
  if (length < shortest || length > longest) return false;
  return ipv4Number(address) % 2 ** (32 - length) === 0;
}

/** Whether the network `inner` lies wholly within the network `outer`. */
function contains(outer: string, inner: string): boolean {
  const [address = "", bits = ""] = outer.split("/");
  const [innerAddress = "", innerBits = ""] = inner.split("/");
  const range = new BlockList();
  range.addSubnet(address, Number(bits), "ipv4");
  return range.check(innerAddress, "ipv4") && Number(innerBits) >= Number(bits);
}

function ipv4Number(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}
