import { defineEnvironments, environmentNamed, environments, infraStackId, project } from "../config";

type Entries = Parameters<typeof defineEnvironments>[1];
type Entry = Entries[string];

const { name: _name, workspace: _workspace, ...staging } = environmentNamed("staging");
const define = (changes: Partial<Entry>) => defineEnvironments(project, { staging: { ...staging, ...changes } });
const withInstance = (changes: Partial<Entry["instance"]>) => ({ instance: { ...staging.instance, ...changes } });

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
    'no environment "production" in config.ts; there are: staging, prod',
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
  ["a VPC range with host bits", { vpcCidr: "10.0.0.1/16" }, /VPC range "10.0.0.1\/16"/],
  ["a VPC range larger than AWS takes", { vpcCidr: "10.0.0.0/8" }, /no IPv4 network of \/16 to \/28/],
  ["a VPC range that is none", { vpcCidr: "10.0.0.0" }, /VPC range "10.0.0.0"/],
  [
    "a subnet outside of its VPC",
    { subnet: { cidr: "10.1.0.0/24", zoneLetter: "a" } },
    /inside the VPC's 10.0.0.0\/16/,
  ],
  ["a subnet around its VPC", { vpcCidr: "10.0.0.0/24", subnet: { cidr: "10.0.0.0/16", zoneLetter: "a" } }, /inside/],
  ["a zone that is no letter", { subnet: { cidr: "10.0.1.0/24", zoneLetter: "1a" } }, /zone "1a" is not one letter/],
  ["a type of the other architecture", withInstance({ type: "t3.medium" }), /t3.medium is x86_64, its AMI arm64/],
  ["a type that is none", withInstance({ type: "medium" }), /medium is unknown/],
  ["a disk that is too small", withInstance({ diskGib: 5 }), /disk of 5 GiB/],
  ["half a GiB", withInstance({ diskGib: 30.5 }), /whole number/],
  ["a creation token that is too long", { efsCreationToken: "t".repeat(65) }, /not 1 to 64 printable characters/],
  ["SSH from the world", { sshFrom: ["0.0.0.0/0"] }, /SSH from "0.0.0.0\/0"/],
  ["SSH from half the world, as any range wider than /8", { sshFrom: ["128.0.0.0/1"] }, /\/8 to \/32/],
  ["SSH from IPv6's world", { sshFrom: ["::/0"] }, /SSH from "::\/0"/],
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
