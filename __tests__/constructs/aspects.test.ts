import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { Instance, type InstanceConfig } from "@cdktf/provider-aws/lib/instance";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { TerraformVariable, Testing } from "cdktf";
import { CartographerStack } from "../../stacks/cartographer-stack";
import { testingApp } from "../synthesised";

class Stack extends CartographerStack {}

const TAGS = { Project: "cartographer", Environment: "test", ManagedBy: "terraform" };

/** A stack with the tags that the rules ask for, and what `add` puts into it, synthesised. */
function synth(add: (stack: Stack) => void, tags: Record<string, string> = TAGS): string {
  const stack = new Stack(testingApp(), "stack");
  new AwsProvider(stack, "aws", { defaultTags: [{ tags }] });
  add(stack);
  return Testing.synth(stack);
}

describe("ClosedIngress", () => {
  const https = { protocol: "tcp", fromPort: 443, toPort: 443 };
  const group = (ranges: { cidrBlocks?: string[]; ipv6CidrBlocks?: string[] }) => (stack: Stack) =>
    new SecurityGroup(stack, "aws_security_group.app", { ingress: [{ ...https, ...ranges }] });

  it.each([["0.0.0.0/0"], ["0.0.0.0/1"]])("refuses a rule that lets in %s", (range) => {
    expect(() => synth(group({ cidrBlocks: ["198.51.100.0/24", range] }))).toThrow(
      `stack/aws_security_group.app lets in ${range}: no rule may be open to the world.`,
    );
  });

  it("refuses the world of IPv6, which scanners pass", () => {
    expect(() => synth(group({ ipv6CidrBlocks: ["::/0"] }))).toThrow("lets in ::/0");
  });

  it("refuses a rule that stands outside of its group", () => {
    const at = { ...https, securityGroupId: "sg-1" };
    expect(() =>
      synth(
        (stack) =>
          new SecurityGroupRule(stack, "aws_security_group_rule.x", {
            ...at,
            type: "ingress",
            cidrBlocks: ["0.0.0.0/0"],
          }),
      ),
    ).toThrow("lets in 0.0.0.0/0");
    expect(() =>
      synth(
        (stack) =>
          new VpcSecurityGroupIngressRule(stack, "aws_vpc_security_group_ingress_rule.x", {
            securityGroupId: "sg-1",
            ipProtocol: "tcp",
            cidrIpv6: "::/0",
          }),
      ),
    ).toThrow("lets in ::/0");
  });

  it("lets a range of one's own pass, one that Terraform alone will know, and all that goes out", () => {
    synth((stack) => {
      const range = new TerraformVariable(stack, "range", { type: "string" });
      new SecurityGroup(stack, "aws_security_group.app", {
        ingress: [{ ...https, cidrBlocks: ["198.51.100.0/24", range.stringValue] }],
        egress: [{ ...https, cidrBlocks: ["0.0.0.0/0"] }],
      });
    });
  });
});

describe("on a host", () => {
  const GOOD: InstanceConfig = {
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
    rootBlockDevice: { encrypted: true },
  };
  const host = (changes: InstanceConfig) => (stack: Stack) =>
    new Instance(stack, "aws_instance.app", { ...GOOD, ...changes });

  it("Imdsv2 refuses metadata without a token, said or not said, and in templates too", () => {
    const message = /answers metadata requests without a token \(IMDSv1\)/;
    expect(() => synth(host({ metadataOptions: { httpTokens: "optional" } }))).toThrow(message);
    expect(() => synth(host({ metadataOptions: undefined }))).toThrow(message);
    expect(() => synth((stack) => new LaunchTemplate(stack, "aws_launch_template.app", {}))).toThrow(message);
  });

  it("EncryptedStorage refuses a disk that is not encrypted, said or not said, the root or another", () => {
    expect(() => synth(host({ rootBlockDevice: { encrypted: false } }))).toThrow("the root disk is not encrypted");
    expect(() => synth(host({ rootBlockDevice: undefined }))).toThrow("the root disk is not encrypted");
    expect(() => synth(host({ ebsBlockDevice: [{ deviceName: "/dev/sdb" }] }))).toThrow("/dev/sdb is not encrypted");
  });

  it("both let a good one pass, and one whose encryption Terraform alone will know", () => {
    synth(host({}));
    synth((stack) => {
      const encrypted = new TerraformVariable(stack, "encrypted", { type: "bool" });
      host({ rootBlockDevice: { encrypted: encrypted.booleanValue } })(stack);
    });
  });
});

it("EncryptedStorage refuses a volume and a file system that are not encrypted", () => {
  expect(() => synth((stack) => new EbsVolume(stack, "aws_ebs_volume.x", { availabilityZone: "a" }))).toThrow(
    "stack/aws_ebs_volume.x: the volume is not encrypted",
  );
  const lifecycle = { preventDestroy: true };
  expect(() => synth((stack) => new EfsFileSystem(stack, "aws_efs_file_system.x", { lifecycle }))).toThrow(
    "stack/aws_efs_file_system.x: the file system is not encrypted",
  );
});

it("ProtectedData refuses a stateful resource that an apply could destroy", () => {
  const vault = (preventDestroy?: boolean) => (stack: Stack) =>
    new BackupVault(stack, "aws_backup_vault.x", { name: "x", lifecycle: { preventDestroy } });
  expect(() => synth(vault())).toThrow("stack/aws_backup_vault.x could be destroyed by an apply");
  expect(() => synth(vault(false))).toThrow("could be destroyed");
  synth(vault(true));
});

describe("Tagged", () => {
  const vpc = (tags: Record<string, string>) => (stack: Stack) =>
    new Vpc(stack, "aws_vpc.main", { cidrBlock: "10.0.0.0/16", tags });

  it("refuses what misses a tag, and names the tag", () => {
    expect(() => synth(vpc({}), { Project: "x" })).toThrow("stack/aws_vpc.main has no tag Environment, ManagedBy.");
    expect(() => synth(vpc({ Environment: "" }))).toThrow("has no tag Environment.");
  });

  it("counts the tags of the provider and the resource's own", () => {
    synth(vpc({ Environment: "test", ManagedBy: "terraform" }), { Project: "x" });
  });
});
