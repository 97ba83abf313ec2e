import { UserError } from "../common/errors";
import { contains, familyOf, isNetwork, overlap } from "../common/networks";
import { isEnvironmentName } from "../contract";
import type { Architecture, Environment, EnvironmentEntry, Project, ZoneSetting } from "./types";

// Every rule says the value, the rule and the fix. What AWS and Cloudflare alone can know is theirs to refuse.

type Demand = (holds: boolean, problem: string, fix: string) => void;

/** The fewest days that a mistake may go unnoticed before its backup is gone. */
const BACKUP_FLOOR_DAYS = 7;

/** The days for which CloudWatch keeps logs: PutRetentionPolicy, retentionInDays. */
const LOG_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** One label of a host name: RFC 1123, in the lower case that browsers send. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
/** What AWS takes as the description of a rule: IpRange, Description. */
const RULE_DESCRIPTION = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/;
/** The ranges of private networks: RFC 1918. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] as const;
const ZONE_SETTINGS: readonly ZoneSetting[] = [
  "always-https",
  "authenticated-origin-pulls",
  "minimum-tls-1.2",
  "ssl-strict",
];

/**
 * Makes environments of their entries and checks every rule that can be checked before AWS is asked.
 * @throws UserError naming the place, the value, the rule and the fix.
 */
export function defineEnvironments(
  shared: Project,
  all: Readonly<Record<string, EnvironmentEntry>>,
): readonly Environment[] {
  const defined = Object.entries(all).map(([name, entry]) =>
    deepFreeze({ ...entry, name, workspace: `${shared.name}-${name}` }),
  );
  checkProject(shared, defined);
  checkEnvironments(shared, defined);
  return Object.freeze(defined);
}

/** Makes a value and all within it unchangeable. */
export function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}

/**
 * Checks what all environments share.
 * @throws UserError naming the value, the rule and the fix.
 */
function checkProject(project: Project, environments: readonly Environment[]): void {
  const demand = demandOf("config/project.ts");
  const { awsRegion, backupRegion, runnerCredentials, terraformCloud, alarmEmails, monthlyBudgetUsd } = project;
  demand(REGION.test(awsRegion), `"${awsRegion}" is no AWS region`, "use ap-northeast-1");
  demand(
    REGION.test(backupRegion) && backupRegion !== awsRegion,
    `the backup region "${backupRegion}" is no AWS region other than ${awsRegion}`,
    "use ap-northeast-3",
  );
  demand(
    runnerCredentials === "iam-user" || runnerCredentials === "oidc",
    `the runner's credentials "${runnerCredentials}" are neither "iam-user" nor "oidc"`,
    'use "iam-user"',
  );
  demand(
    // A colon or an asterisk would let the name reach into other parts of what `oidc` trusts.
    /^[A-Za-z0-9 _-]{3,40}$/.test(terraformCloud.project),
    `the project at Terraform Cloud "${terraformCloud.project}" is not 3 to 40 of letters, digits, spaces, "-" and "_"`,
    'use "Default Project"',
  );
  for (const email of alarmEmails) {
    demand(EMAIL.test(email), `the alarm address "${email}" is no e-mail address`, "use one such as ops@example.com");
  }
  demandUnique(demand, "alarm address", alarmEmails);
  demand(
    Number.isInteger(monthlyBudgetUsd) && monthlyBudgetUsd >= 1,
    `the budget of ${monthlyBudgetUsd} US dollars is not a whole number of 1 or more`,
    "docs/cost.md has what an environment costs",
  );
  checkZoneSettings(project, environments, demand);
}

function checkZoneSettings(
  { zoneSettings: { owner, on } }: Project,
  environments: readonly Environment[],
  demand: Demand,
): void {
  for (const setting of on) {
    demand(
      ZONE_SETTINGS.includes(setting),
      `the zone setting "${setting}" is unknown`,
      `use one of ${ZONE_SETTINGS.join(", ")}`,
    );
  }
  demandUnique(demand, "zone setting", on);
  demand(
    on.length === 0 || environments.some(({ name }) => name === owner),
    `the owner of the zone's settings "${owner}" is no environment`,
    `use one of ${environments.map(({ name }) => name).join(", ")}`,
  );
}

/**
 * Checks every environment by itself, then against the others.
 * @throws UserError naming the environment, the value, the rule and the fix.
 */
function checkEnvironments(project: Project, environments: readonly Environment[]): void {
  for (const environment of environments) {
    const demand = demandOf(`config/environments.ts, ${environment.name}`);
    checkNames(project, environment, demand);
    checkNetwork(project, environment, demand);
    checkReach(environment, demand);
    checkHost(environment, demand);
    checkKeeping(environment, demand);
  }
  for (const key of ["prefix", "domain", "efsCreationToken"] as const) checkUnique(environments, key);
}

function checkNames(project: Project, { name, prefix, domain, efsCreationToken }: Environment, demand: Demand): void {
  demand(isEnvironmentName(name), `the name "${name}" is not 1 to 16 of a-z and 0-9`, "shorten the name");
  demand(
    // 40 leaves room for the longest suffix within the 64 characters of an IAM name.
    /^[a-z][a-z0-9-]{0,39}$/.test(prefix),
    `the prefix "${prefix}" is not 1 to 40 of a-z, 0-9 and "-"`,
    "shorten the prefix: names made from it are limited to 64 characters by AWS",
  );
  demand(
    !prefix.startsWith("sg-"),
    `the prefix "${prefix}" begins with "sg-", which AWS keeps for the ids of security groups`,
    "begin the prefix with the project's name",
  );
  demand(
    domain.endsWith(`.${project.zone}`) && LABEL.test(domain.slice(0, -project.zone.length - 1)),
    `the domain "${domain}" is not one label below ${project.zone}, which the origin certificate covers`,
    `use <label>.${project.zone}, the label 1 to 63 of a-z, 0-9 and "-", which neither begins nor ends it`,
  );
  demand(
    /^[\x21-\x7e]{1,64}$/.test(efsCreationToken),
    `the EFS creation token "${efsCreationToken}" is not 1 to 64 printable characters`,
    "shorten the token of a new environment; never change that of an existing one",
  );
}

function checkNetwork({ zoneLetters }: Project, { vpcCidr, subnets, hostZone }: Environment, demand: Demand): void {
  demand(isNetwork(vpcCidr, 16, 28), `the VPC range "${vpcCidr}" is no IPv4 network of /16 to /28`, "use 10.0.0.0/16");
  demand(
    PRIVATE.some((range) => contains(range, vpcCidr)),
    `the VPC range "${vpcCidr}" is not private (RFC 1918): it lies in none of ${PRIVATE.join(", ")}`,
    "use 10.0.0.0/16",
  );
  for (const { cidr, zone } of subnets) {
    demand(
      isNetwork(cidr, 16, 28) && contains(vpcCidr, cidr),
      `the subnet "${cidr}" is no IPv4 network inside the VPC's ${vpcCidr}`,
      `use a network of /16 to /28 inside ${vpcCidr}`,
    );
    demand(
      zoneLetters.includes(zone),
      `the subnet ${cidr} is in the zone "${zone}", which the region does not have`,
      `use one of ${zoneLetters.join(", ")}`,
    );
  }
  const [first, second] = subnets;
  demand(!overlap(first.cidr, second.cidr), `the subnets ${first.cidr} and ${second.cidr} overlap`, "use 10.0.2.0/24");
  demand(
    first.zone !== second.zone,
    `both subnets are in the zone "${first.zone}"; a second mount target there would help nobody`,
    `use another of ${zoneLetters.join(", ")}`,
  );
  demand(
    subnets.some(({ zone }) => zone === hostZone),
    `the host's zone "${hostZone}" has no subnet`,
    `use ${first.zone} or ${second.zone}`,
  );
}

function checkReach({ ssh, egress }: Environment, demand: Demand): void {
  demand(ssh === "ssm" || typeof ssh === "object", `SSH by "${ssh}" is neither "ssm" nor ranges`, 'use "ssm"');
  if (ssh !== "ssm") {
    demand(ssh.ranges.length > 0, "SSH from no range at all would shut everybody out", 'use "ssm", or name a range');
    for (const range of ssh.ranges) {
      demand(
        isNetwork(range, 16, 32),
        `SSH from "${range}": that is no IPv4 network of /16 to /32`,
        "name your own range, as narrow as it is",
      );
    }
    demandUnique(demand, "SSH range", ssh.ranges);
  }
  for (const { port, to, what } of egress) {
    demand(
      Number.isInteger(port) && port >= 1 && port <= 65535,
      `egress to port ${port}: that is no whole number from 1 to 65535`,
      "name the one port",
    );
    demand(
      to.length > 0 && to.every((range) => familyOf(range) !== undefined),
      `egress to port ${port}: "${to.join(", ")}" is no list of IPv4 and IPv6 ranges`,
      "use ranges such as 203.0.113.0/24",
    );
    demand(
      RULE_DESCRIPTION.test(what),
      `egress to port ${port}: AWS does not take "${what}" as a description`,
      "use 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
    );
  }
}

function checkHost({ instance: { type, ami, diskGib } }: Environment, demand: Demand): void {
  demand(
    /^\d\d\.(05|11)$/.test(ami.nixos),
    `the NixOS release "${ami.nixos}" is none: they come as <year>.05 and <year>.11`,
    "use 25.11",
  );
  demand(
    architectureOf(type) === ami.architecture,
    `the instance type ${type} is ${architectureOf(type) ?? "unknown"}, its AMI ${ami.architecture}`,
    "choose an instance type of the AMI's architecture (Graviton types, such as t4g, are arm64)",
  );
  demand(
    Number.isInteger(diskGib) && diskGib >= 10 && diskGib <= 16384,
    `the disk of ${diskGib} GiB is not a whole number from 10 to 16384`,
    "use 30",
  );
}

function checkKeeping({ backupDays, flowLogDays }: Environment, demand: Demand): void {
  demand(
    Number.isInteger(backupDays) && backupDays >= BACKUP_FLOOR_DAYS,
    `backups kept for ${backupDays} days are below the floor of ${BACKUP_FLOOR_DAYS}`,
    `use ${BACKUP_FLOOR_DAYS} or more`,
  );
  demand(
    LOG_DAYS.includes(flowLogDays),
    `CloudWatch keeps no log for ${flowLogDays} days`,
    `use one of ${LOG_DAYS.join(", ")}`,
  );
}

function checkUnique(all: readonly Environment[], key: "prefix" | "domain" | "efsCreationToken"): void {
  for (const [index, environment] of all.entries()) {
    const twin = all.slice(0, index).find((other) => other[key] === environment[key]);
    if (twin) {
      throw new UserError(
        `config/environments.ts: ${twin.name} and ${environment.name} have the same ${key} "${environment[key]}".`,
        `give ${environment.name} a ${key} of its own`,
      );
    }
  }
}

function demandUnique(demand: Demand, what: string, values: readonly string[]): void {
  const twin = values.find((value, index) => values.indexOf(value) !== index);
  demand(twin === undefined, `the ${what} "${twin}" is there twice`, "take one of them off");
}

function demandOf(where: string): Demand {
  return (holds, problem, fix) => {
    if (!holds) throw new UserError(`${where}: ${problem}.`, fix);
  };
}

/**
 * The architecture of an instance type by AWS's naming: the first Graviton was a1, and a "g" right after the
 * generation, as in t4g and im4gn, is Graviton since. Undefined for what is no type.
 */
export function architectureOf(type: string): Architecture | undefined {
  const family = /^([a-z]+\d+)([a-z-]*)\.[a-z0-9-]+$/.exec(type);
  if (!family) return undefined;
  return family[1] === "a1" || family[2]?.startsWith("g") ? "arm64" : "x86_64";
}
