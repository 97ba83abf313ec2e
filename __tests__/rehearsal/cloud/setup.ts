import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CallContext, Cloud, CloudRefusal } from "../../../rehearsal/cloud/cloud";
import type { Attributes, Refusal } from "../../../rehearsal/cloud/rule";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, gone after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cloud-"));
  folders.push(folder);
  return folder;
}

/** An empty cloud, and the call of a provider that runs three folders below a project. */
export function emptyCloud(provider: Attributes = {}): { cloud: Cloud; call: CallContext; project: string } {
  const project = temporaryFolder();
  const workingDirectory = join(project, "cdktf.out/stacks/infra-staging");
  mkdirSync(workingDirectory, { recursive: true });
  const call = {
    provider: { region: "ap-northeast-1", organization: "plural-reality", ...provider },
    workingDirectory,
  };
  return { cloud: Cloud.open(join(project, "cloud.json")), call, project };
}

/** The refusals of something that must be refused. */
export async function refusalsOf(task: () => unknown): Promise<readonly Refusal[]> {
  try {
    await task();
  } catch (error) {
    if (error instanceof CloudRefusal) return error.refusals;
    throw error;
  }
  throw new Error("it was not refused");
}

/** A VPC with a gateway, a subnet, a group and an address range of its own: what most objects need. */
export async function network(cloud: Cloud, call: CallContext) {
  const make = async (type: string, attributes: Attributes): Promise<Attributes> =>
    (await cloud.create(type, attributes, call)).attributes;
  const vpc = await make("aws_vpc", {
    cidr_block: "10.0.0.0/16",
    enable_dns_hostnames: true,
    assign_generated_ipv6_cidr_block: true,
    tags: null,
  });
  const vpc_id = vpc.id ?? null;
  return {
    make,
    vpc,
    gateway: await make("aws_internet_gateway", { vpc_id }),
    subnet: await make("aws_subnet", {
      vpc_id,
      cidr_block: "10.0.1.0/24",
      ipv6_cidr_block: String(vpc.ipv6_cidr_block).replace("::/56", "::/64"),
      availability_zone: "ap-northeast-1a",
      map_public_ip_on_launch: true,
    }),
    group: await make("aws_security_group", {
      vpc_id,
      name: "app",
      description: "Security group for Cartographer app",
    }),
  };
}

/** A key and a certificate signing request made by openssl, as an operator makes them. */
export function signingRequest(algorithm: readonly string[] = ["rsa:2048"]): { csr: string; keyFile: string } {
  const folder = temporaryFolder();
  const keyFile = join(folder, "origin.key");
  const [kind = "", ...options] = algorithm;
  const csr = execFileSync(
    "openssl",
    ["req", "-new", "-newkey", kind, ...options, "-nodes", "-keyout", keyFile, "-subj", "/CN=baisoku-kaigi.com"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  return { csr, keyFile };
}

/** An SSH public key made for these tests; its private half was thrown away. */
export const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP60FMnlH4ZWIa7Pl//G5Oo0Zh1yAmjlp7gM3NcOzaTC deploy@example.com";
