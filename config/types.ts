// What project.ts and environments.ts may say, and in what units. Which values are refused, and why, is in rules.ts.

/** What all environments share. */
export interface Project {
  /** The application; names of resources begin with it. */
  readonly name: string;
  readonly terraformCloud: {
    /** Where the API answers: Terraform Cloud, Terraform Enterprise or a compatible server. */
    readonly hostname: string;
    readonly organization: string;
    /** The project there that holds the workspaces; part of what `oidc` trusts. */
    readonly project: string;
    /** Tag of every workspace of this project. */
    readonly tag: string;
    /** The Terraform that runs there: at least 1.11, for write-only arguments. */
    readonly terraformVersion: string;
  };
  /** The zone at Cloudflare that holds every environment's domain. */
  readonly zone: string;
  readonly awsRegion: string;
  /** The letters of that region's availability zones. */
  readonly zoneLetters: readonly string[];
  /** Where the copies of backups are kept: another region than {@link awsRegion}. */
  readonly backupRegion: string;
  /**
   * As whom Terraform Cloud acts at AWS: an IAM user whose key the workspaces carry, or by `oidc` as a role for each
   * run, with no key that lasts. Changing it changes the stack tfc-bootstrap alone.
   */
  readonly runnerCredentials: "iam-user" | "oidc";
  /** The IAM user whose key the workspaces carry. Another name is another key. */
  readonly runnerUser: { readonly name: string; readonly path: string };
  /** Days a new origin certificate is valid. One of Cloudflare's 7, 30, 90, 365, 730, 1095, 5475. */
  readonly originCertificateDays: number;
  /** Who is told of alarms and of the budget. Each address gets a message of AWS to confirm. */
  readonly alarmEmails: readonly string[];
  /** What the AWS account may cost a month before somebody is told, in US dollars. */
  readonly monthlyBudgetUsd: number;
  readonly zoneSettings: {
    /** The one environment whose stack owns them: the zone is shared. */
    readonly owner: string;
    /** Which are switched on. They touch every name in the zone: docs/operations.md has the order. */
    readonly on: readonly ZoneSetting[];
  };
}

/** A setting of the whole zone at Cloudflare; constructs/zone-settings.ts says what each touches. */
export type ZoneSetting = "always-https" | "authenticated-origin-pulls" | "minimum-tls-1.2" | "ssl-strict";

/** One environment: a host, its network, its file system, its names. */
export interface Environment {
  /** Its key in environments.ts: "staging", "prod". */
  readonly name: string;
  /** Workspace at Terraform Cloud, and node of the hive. */
  readonly workspace: string;
  /** Beginning of the names of its resources; changing it replaces security groups and the key pair. */
  readonly prefix: string;
  /** The host name people type. */
  readonly domain: string;
  readonly vpcCidr: string;
  /** Two public subnets in two zones, each with a mount target of the file system. */
  readonly subnets: readonly [SubnetEntry, SubnetEntry];
  /** The zone of the host: that of one of the subnets. Another zone is another host, with the same data and address. */
  readonly hostZone: string;
  readonly instance: {
    readonly type: string;
    readonly ami: { readonly nixos: string; readonly architecture: Architecture };
    /** Size of the root disk in GiB. */
    readonly diskGib: number;
  };
  /** Names the file system at AWS; changing it replaces the file system, and with it the data. */
  readonly efsCreationToken: string;
  /** How operators reach the host: through SSM, port 22 closed, or from IPv4 ranges of their own. Never the world. */
  readonly ssh: "ssm" | { readonly ranges: readonly string[] };
  /** Where the host may go beyond what every host needs (constructs/firewall.ts). */
  readonly egress: readonly EgressEntry[];
  /** Days a backup is kept, in both regions. */
  readonly backupDays: number;
  /** Days the VPC's flow log is kept: one of CloudWatch's values. */
  readonly flowLogDays: number;
  /** Whether AWS refuses to terminate the host, and Terraform with it, until this was switched off and applied. */
  readonly terminationProtection: boolean;
}

/** A public subnet. */
export interface SubnetEntry {
  readonly cidr: string;
  /** The letter of its availability zone. */
  readonly zone: string;
}

/** One more TCP port that the host may reach. */
export interface EgressEntry {
  readonly port: number;
  /** IPv4 and IPv6 ranges. */
  readonly to: readonly string[];
  /** What is there: the description of the rule. */
  readonly what: string;
}

/** As AWS spells processor architectures. */
export type Architecture = "arm64" | "x86_64";

/** An environment as environments.ts has it: what follows from its name is derived. */
export type EnvironmentEntry = Omit<Environment, "name" | "workspace">;

/** Of imports.ts. By stack id: for each Terraform address the id by which its provider imports it. */
export type Imports = Readonly<Record<string, Readonly<Record<string, string>>>>;
