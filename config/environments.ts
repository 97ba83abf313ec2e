import type { EnvironmentEntry } from "./types";

/** What environments have in common; each may say otherwise. */
const common = {
  vpcCidr: "10.0.0.0/16",
  subnets: [
    { cidr: "10.0.1.0/24", zone: "a" },
    { cidr: "10.0.2.0/24", zone: "c" },
  ],
  hostZone: "a",
  instance: { type: "t4g.medium", ami: { nixos: "25.11", architecture: "arm64" }, diskGib: 30 },
  ssh: "ssm",
  egress: [],
  backupDays: 35,
  flowLogDays: 365,
  terminationProtection: true,
} satisfies Partial<EnvironmentEntry>;

// To add an environment, add an entry here and a line in hosts/table.nix. Every environment has a VPC of its own, so
// ranges may repeat.
export const entries: Readonly<Record<string, EnvironmentEntry>> = {
  staging: {
    ...common,
    prefix: "cartographer-staging",
    domain: "staging.baisoku-kaigi.com",
    efsCreationToken: "cartographer-staging",
    backupDays: 14,
    terminationProtection: false,
  },
  prod: {
    ...common,
    prefix: "cartographer",
    domain: "app.baisoku-kaigi.com",
    efsCreationToken: "cartographer-m36",
  },
};
