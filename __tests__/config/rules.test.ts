import { environmentNamed, environments, infraStackId, type Project, project } from "../../config";
import { defineEnvironments } from "../../config/rules";

type Entries = Parameters<typeof defineEnvironments>[1];
type Entry = Entries[string];

const { name: _name, workspace: _workspace, ...staging } = environmentNamed("staging");
const define = (changes: Partial<Entry>) => defineEnvironments(project, { staging: { ...staging, ...changes } });
const within = (shared: Partial<Project>) => defineEnvironments({ ...project, ...shared }, { staging });
const withInstance = (changes: Partial<Entry["instance"]>) => ({ instance: { ...staging.instance, ...changes } });
const withNixos = (nixos: string) => withInstance({ ami: { ...staging.instance.ami, nixos } });
const ofIntel = (type: string) => withInstance({ type, ami: { ...staging.instance.ami, architecture: "x86_64" } });
const RANGE = "198.51.100.0/24";
const subnets = (first: Partial<Entry["subnets"][0]>): Partial<Entry> => ({
  subnets: [{ ...staging.subnets[0], ...first }, staging.subnets[1]],
});
const egress = (changes: Partial<Entry["egress"][number]>): Partial<Entry> => ({
  egress: [{ port: 587, to: [RANGE], what: "SMTP", ...changes }],
});

it("has staging and prod, with the workspaces that share the nodes' names", () => {
  expect(environments.map(({ name, workspace }) => [name, workspace])).toEqual([
    ["staging", "cartographer-staging"],
    ["prod", "cartographer-prod"],
  ]);
  expect(environments.map(infraStackId)).toEqual(["infra-staging", "infra-prod"]);
});

it("keeps the literals whose change would replace what exists", () => {
  expect(environments.map(({ prefix, efsCreationToken }) => [prefix, efsCreationToken])).toEqual([
    ["cartographer-staging", "cartographer-staging"],
    ["cartographer", "cartographer-m36"],
  ]);
  expect(project.runnerUser).toEqual({ name: "terraform-cloud-cartographer", path: "/terraform/" });
});

it("is frozen to its depth", () => {
  expect(() => Object.assign(environmentNamed("prod").instance.ami, { nixos: "24.05" })).toThrow(TypeError);
  expect(() => Object.assign(project.terraformCloud, { organization: "other" })).toThrow(TypeError);
});

it("refuses an unknown environment and says which there are", () => {
  expect(() => environmentNamed("production")).toThrow(
    'no environment "production" in config/environments.ts; there are: staging, prod',
  );
});

it("takes one more environment as one more entry", () => {
  const third = {
    ...staging,
    prefix: "cartographer-demo",
    domain: "demo.baisoku-kaigi.com",
    efsCreationToken: "cartographer-demo",
  };
  expect(defineEnvironments(project, { staging, demo: third }).map(({ workspace }) => workspace)).toEqual([
    "cartographer-staging",
    "cartographer-demo",
  ]);
});

it.each<[string, Partial<Entry>, RegExp]>([
  ["a prefix that makes names too long", { prefix: "c".repeat(41) }, /prefix "c+" is not 1 to 40/],
  ["a prefix with capitals", { prefix: "Cartographer" }, /prefix "Cartographer"/],
  ["a domain outside of the zone", { domain: "app.example.com" }, /not one label below baisoku-kaigi.com/],
  ["a domain the certificate does not cover", { domain: "a.b.baisoku-kaigi.com" }, /not one label below/],
  ["a domain with an underscore", { domain: "my_app.baisoku-kaigi.com" }, /not one label below/],
  ["a domain that begins with a hyphen", { domain: "-app.baisoku-kaigi.com" }, /not one label below/],
  ["a domain without a label", { domain: ".baisoku-kaigi.com" }, /not one label below/],
  ["a prefix as of a security group's id", { prefix: "sg-cartographer" }, /prefix "sg-cartographer" begins with "sg-"/],
  ["a VPC range of somebody's on the internet", { vpcCidr: "8.8.0.0/16" }, /"8.8.0.0\/16" is not private \(RFC 1918\)/],
  ["a VPC range with host bits", { vpcCidr: "10.0.0.1/16" }, /VPC range "10.0.0.1\/16"/],
  ["a VPC range larger than AWS takes", { vpcCidr: "10.0.0.0/8" }, /no IPv4 network of \/16 to \/28/],
  ["a VPC range that is none", { vpcCidr: "10.0.0.0" }, /VPC range "10.0.0.0"/],
  ["a subnet outside of its VPC", subnets({ cidr: "10.1.0.0/24" }), /inside the VPC's 10.0.0.0\/16/],
  ["a subnet around its VPC", { vpcCidr: "10.0.0.0/24", ...subnets({ cidr: "10.0.0.0/16" }) }, /inside/],
  ["a zone that is no letter", subnets({ zone: "1a" }), /zone "1a", which the region does not have/],
  ["a zone that the region does not have", subnets({ zone: "b" }), /zone "b", which the region does not have/],
  ["two subnets in one zone", subnets({ zone: "c" }), /both subnets are in the zone "c"/],
  ["two subnets that overlap", subnets({ cidr: "10.0.0.0/20" }), /10.0.0.0\/20 and 10.0.2.0\/24 overlap/],
  ["a host in a zone without a subnet", { hostZone: "d" }, /the host's zone "d" has no subnet/],
  ["a type of the other architecture", withInstance({ type: "t3.medium" }), /t3.medium is x86_64, its AMI arm64/],
  ["a type that is none", withInstance({ type: "medium" }), /medium is unknown/],
  ["the first Graviton as if it were Intel", ofIntel("a1.large"), /a1.large is arm64, its AMI x86_64/],
  ["a NixOS release that is none", withNixos("25.10"), /NixOS release "25.10"/],
  ["a disk that is too small", withInstance({ diskGib: 5 }), /disk of 5 GiB/],
  ["half a GiB", withInstance({ diskGib: 30.5 }), /whole number/],
  ["a creation token that is too long", { efsCreationToken: "t".repeat(65) }, /not 1 to 64 printable characters/],
  ["SSH from the world", { ssh: { ranges: ["0.0.0.0/0"] } }, /SSH from "0.0.0.0\/0"/],
  ["SSH from half the world", { ssh: { ranges: ["128.0.0.0/1"] } }, /\/16 to \/32/],
  ["SSH from a range wider than /16", { ssh: { ranges: ["198.50.0.0/15"] } }, /\/16 to \/32/],
  ["SSH from IPv6's world", { ssh: { ranges: ["::/0"] } }, /SSH from "::\/0"/],
  ["SSH from nowhere", { ssh: { ranges: [] } }, /would shut everybody out/],
  ["SSH from one range twice", { ssh: { ranges: [RANGE, RANGE] } }, /SSH range "198.51.100.0\/24" is there twice/],
  ["egress to a port that is none", egress({ port: 0 }), /egress to port 0/],
  ["egress to nowhere", egress({ to: [] }), /egress to port 587: ""/],
  ["egress to a name", egress({ to: ["smtp.example.com"] }), /"smtp.example.com" is no list of IPv4 and IPv6 ranges/],
  ["egress that AWS could not describe", egress({ what: "メール" }), /AWS does not take "メール"/],
  ["backups that are gone in less than a week", { backupDays: 6 }, /kept for 6 days are below the floor of 7/],
  ["half a day of backups", { backupDays: 7.5 }, /kept for 7.5 days/],
  ["a log kept for days that CloudWatch does not know", { flowLogDays: 100 }, /no log for 100 days/],
])("refuses %s", (_what, changes, message) => {
  expect(() => define(changes)).toThrow(message);
});

it.each(["prefix", "domain", "efsCreationToken"] as const)("refuses two environments with the same %s", (key) => {
  const prod = { ...staging, prefix: "other", domain: "other.baisoku-kaigi.com", efsCreationToken: "other" };
  expect(() => defineEnvironments(project, { staging, prod: { ...prod, [key]: staging[key] } })).toThrow(
    new RegExp(`staging and prod have the same ${key}`),
  );
});

it("refuses a name that would break the names made from it", () => {
  expect(() => defineEnvironments(project, { "Sta ging": staging })).toThrow(/the name "Sta ging"/);
});

it.each<[string, Partial<Project>, RegExp]>([
  ["a region that is none", { awsRegion: "tokyo" }, /"tokyo" is no AWS region/],
  [
    "copies of backups beside the backups",
    { backupRegion: "ap-northeast-1" },
    /no AWS region other than ap-northeast-1/,
  ],
  [
    "a project whose name reaches into what oidc trusts",
    { terraformCloud: { ...project.terraformCloud, project: "x:workspace:*" } },
    /project at Terraform Cloud "x:workspace:\*"/,
  ],
  ["an e-mail address that is none", { alarmEmails: ["ops"] }, /alarm address "ops" is no e-mail address/],
  ["an e-mail address twice", { alarmEmails: ["a@example.com", "a@example.com"] }, /"a@example.com" is there twice/],
  ["a budget of nothing", { monthlyBudgetUsd: 0 }, /budget of 0 US dollars/],
  [
    "a zone setting twice",
    { zoneSettings: { owner: "staging", on: ["ssl-strict", "ssl-strict"] } },
    /zone setting "ssl-strict" is there twice/,
  ],
  [
    "zone settings that no environment owns",
    { zoneSettings: { owner: "production", on: ["ssl-strict"] } },
    /owner of the zone's settings "production" is no environment/,
  ],
])("refuses %s", (_what, shared, message) => {
  expect(() => within(shared)).toThrow(message);
});

it("refuses words that the compiler would have refused, for whoever runs without it", () => {
  const unchecked = (text: string) => JSON.parse(text);
  expect(() => within(unchecked('{ "runnerCredentials": "OIDC" }'))).toThrow(/neither "iam-user" nor "oidc"/);
  expect(() => within(unchecked('{ "zoneSettings": { "owner": "staging", "on": ["hsts"] } }'))).toThrow(
    /zone setting "hsts" is unknown/,
  );
  expect(() => define(unchecked('{ "ssh": "open" }'))).toThrow(/SSH by "open" is neither "ssm" nor ranges/);
});

it("says the value, the rule and what to do, in that order", () => {
  expect(() => define({ backupDays: 1 })).toThrow(
    expect.objectContaining({
      message: "config/environments.ts, staging: backups kept for 1 days are below the floor of 7.",
      next: "use 7 or more",
    }),
  );
});
