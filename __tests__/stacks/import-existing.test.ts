import { IamAccessKey } from "@cdktf/provider-aws/lib/iam-access-key";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { OriginCaCertificate } from "@cdktf/provider-cloudflare/lib/origin-ca-certificate";
import { File } from "@cdktf/provider-local/lib/file";
import { type App, TerraformCount, TerraformIterator, Testing } from "cdktf";
import { Construct } from "constructs";
import { UserError } from "../../common/errors";
import { imports } from "../../config/imports";
import { CartographerStack } from "../../stacks/cartographer-stack";
import { importExisting } from "../../stacks/import-existing";
import { testingApp } from "../synthesised";

const tags = { Project: "cartographer", Environment: "test", ManagedBy: "terraform" };

class Stack extends CartographerStack {
  constructor(app: App, id: string) {
    super(app, id);
    const deep = new Construct(this, "deep");
    new Vpc(deep, "aws_vpc.main", { cidrBlock: "10.0.0.0/16", tags });
    for (const name of ["public", "public_second"])
      new Subnet(deep, `aws_subnet.${name}`, { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24", tags });
    new IamRole(this, "aws_iam_role.app", { name: "app", assumeRolePolicy: "{}", tags });
    new IamInstanceProfile(this, "aws_iam_instance_profile.app", { name: "app", role: "app", tags });
    new SnsTopicSubscription(this, "aws_sns_topic_subscription.emails", {
      forEach: TerraformIterator.fromList(["a@example.com"]),
      topicArn: "arn",
      protocol: "email",
      endpoint: "a@example.com",
    });
    new KeyPair(this, "aws_key_pair.deploy", { keyName: "deploy", publicKey: "ssh-ed25519 A", tags });
    new IamAccessKey(this, "aws_iam_access_key.runner", { user: "runner" });
    new File(this, "local_file.json", { count: TerraformCount.of(1), filename: "json" });
    new OriginCaCertificate(this, "cloudflare_origin_ca_certificate.origin", {
      csr: "csr",
      hostnames: ["example.com"],
      requestType: "origin-rsa",
    });
  }
}

function stacks() {
  const app = testingApp();
  return { app, one: new Stack(app, "one"), two: new Stack(app, "two") };
}

it("is empty in the repository: what is imported is in the state afterwards", () => {
  expect(imports).toEqual({});
});

it("writes an import block for a stack's own addresses, wherever their constructs stand, and for no other's", () => {
  const { app, one, two } = stacks();
  importExisting(app, {
    one: { "aws_vpc.main": "vpc-1", "aws_iam_role.app": "app", "aws_iam_instance_profile.app": "app" },
  });
  const blocks = JSON.parse(Testing.synth(one)).import;
  expect(blocks).toHaveLength(3);
  expect(blocks).toEqual(
    expect.arrayContaining([
      { to: "aws_vpc.main", id: "vpc-1" },
      { to: "aws_iam_role.app", id: "app" },
      { to: "aws_iam_instance_profile.app", id: "app" },
    ]),
  );
  expect(JSON.parse(Testing.synth(two))).not.toHaveProperty("import");
});

it("writes none for an empty file", () => {
  const { app, one } = stacks();
  importExisting(app, {});
  expect(JSON.parse(Testing.synth(one))).not.toHaveProperty("import");
});

const REFUSED: readonly (readonly [what: string, imports: typeof imports, message: string, next: string])[] = [
  ["a stack that is not there", { three: {} }, 'there is no stack "three"', "use one of one, two"],
  [
    "an address that is not there",
    { one: { "aws_subnet.private": "subnet-1" } },
    "one, aws_subnet.private: the stack has no resource of that address",
    "use one of aws_subnet.public, aws_subnet.public_second",
  ],
  [
    "a type that is not there",
    { one: { "aws_instnace.app": "i-1" } },
    "one, aws_instnace.app: the stack has no resource of that address",
    "use an address of one of these types: aws_iam_access_key, aws_iam_instance_profile",
  ],
  ["an empty id", { one: { "aws_vpc.main": "" } }, 'one, aws_vpc.main: the id "" is empty', "docs/import.md"],
  ["white space", { one: { "aws_vpc.main": "vpc-1\n" } }, "has white space around it", "docs/import.md"],
  [
    "one id for two resources of a type",
    { one: { "aws_subnet.public": "subnet-1", "aws_subnet.public_second": "subnet-1" } },
    'aws_subnet.public and aws_subnet.public_second have the same id "subnet-1"',
    "look up the id of each",
  ],
  [
    "an instance of several",
    { one: { 'aws_sns_topic_subscription.emails["a@example.com"]': "arn" } },
    "has several instances",
    "terraform import 'aws_sns_topic_subscription.emails[\"...\"]' <id>",
  ],
  ["all of several instances", { one: { "aws_sns_topic_subscription.emails": "arn" } }, "several instances", "import"],
  ["an instance of one", { one: { "aws_vpc.main[0]": "vpc-1" } }, "an address with [...]", "terraform import"],
  ["a key pair", { one: { "aws_key_pair.deploy": "deploy" } }, "does not read its public key", "delete-key-pair"],
  ["an access key", { one: { "aws_iam_access_key.runner": "AKIA" } }, "shows the secret of a key once", "a new key"],
  [
    "an origin certificate",
    { one: { "cloudflare_origin_ca_certificate.origin": "1" } },
    "that revokes it while hosts still serve it",
    "a new one issued beside it",
  ],
  ["a file", { one: { "local_file.json[0]": "json" } }, "local_file cannot be imported", "writes the file again"],
];

it.each(REFUSED)("refuses %s", (_what, asked, message, next) => {
  const { app } = stacks();
  const refusal = refusalOf(() => importExisting(app, asked));
  expect(refusal.message).toMatch(/^config\/imports\.ts: .*\.$/s);
  expect(refusal.message).toContain(message);
  expect(refusal.next).toContain(next);
});

function refusalOf(work: () => void): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}
