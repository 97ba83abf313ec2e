import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { environments } from "../../config";
import { type Block, resources, synthBootstrap } from "../synthesised";

const stack = synthBootstrap();
const variables = Object.values(stack.resource.tfe_variable ?? {});

it("is the stack in the snapshot", () => {
  expect(stack).toMatchSnapshot();
});

it("has the addresses of the contract", () => {
  expect(resources(stack).map(([address]) => address)).toEqual(
    expect.arrayContaining([
      "tfe_workspace.cartographer_staging",
      "tfe_workspace.cartographer_prod",
      "tfe_organization_membership.members",
      "tfe_team_organization_member.owners",
      "aws_iam_user.terraform_cloud",
      "aws_iam_user_policy.terraform_cloud",
      "aws_iam_access_key.terraform_cloud",
    ]),
  );
});

it("keeps its state in an ignored file at a relative path outside of cdktf.out", () => {
  expect(stack.terraform.backend).toEqual({ local: { path: "../../../secrets/tfc-bootstrap.tfstate" } });
});

describe.each(environments.map(({ workspace }) => workspace))("the workspace %s", (name) => {
  const workspace = stack.resource.tfe_workspace?.[name.replaceAll("-", "_")];

  it("is driven from the command line, applied by people, and never destroyed by accident", () => {
    expect(workspace).toMatchObject({
      name,
      auto_apply: false,
      file_triggers_enabled: false,
      tag_names: ["cartographer"],
      lifecycle: { prevent_destroy: true },
    });
    expect(workspace).not.toHaveProperty("working_directory");
    expect(workspace).not.toHaveProperty("vcs_repo");
  });

  it("runs remotely, which the settings say and not the deprecated attribute", () => {
    expect(stack.resource.tfe_workspace_settings?.[name.replaceAll("-", "_")]).toMatchObject({
      execution_mode: "remote",
    });
    expect(workspace).not.toHaveProperty("execution_mode");
  });

  it("has a Terraform with write-only arguments", () => {
    expect(workspace?.terraform_version).toMatch(/^1\.(1[1-9]|[2-9]\d)\./);
  });
});

it("gives every workspace the same variables", () => {
  const keys = (workspace: string) =>
    variables.filter((variable) => String(variable.workspace_id).includes(workspace)).map(({ key }) => key);
  expect(keys("cartographer_staging").sort()).toEqual([
    "AWS_ACCESS_KEY_ID",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "cloudflare_api_token",
    "cloudflare_zone_id",
    "emit_infra_json",
    "ssh_public_key",
  ]);
  expect(keys("cartographer_prod").sort()).toEqual(keys("cartographer_staging").sort());
});

it("keeps secrets out of its state: write-only, on the workspace's own variables", () => {
  const secrets = variables.filter(({ sensitive }) => sensitive);
  expect(new Set(secrets.map(({ key }) => key))).toEqual(new Set(["AWS_SECRET_ACCESS_KEY", "cloudflare_api_token"]));
  for (const secret of secrets) {
    expect(secret).toHaveProperty("value_wo");
    expect(secret).not.toHaveProperty("value");
  }
  for (const variable of variables) expect(variable).not.toHaveProperty("variable_set_id");
  const open = variables.filter(({ sensitive }) => !sensitive);
  expect(open.map(({ value }) => String(value)).join()).not.toMatch(/secret|token/);
});

it("says at the variable, in capitals, that a person taken off the list is evicted", () => {
  expect(stack.variable.team_members?.description).toContain("TAKING ONE OFF EVICTS THAT PERSON");
});

it("leaves the other owners of the team alone: one person a resource", () => {
  expect(stack.resource).not.toHaveProperty("tfe_team_organization_members");
});

describe("validations, by Terraform itself", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "validations-"));
  fs.writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ variable: stack.variable }));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  const TOKEN = "abcDEF012_-".repeat(4);
  const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5mUk3c";
  const GOOD = {
    cloudflare_api_token: TOKEN,
    cloudflare_zone_id: "0123456789abcdef0123456789abcdef",
    ssh_public_key: `${KEY} operator@example.com`,
    team_members: ["hanako@example.com", "taro@example.com"],
  };

  /** What Terraform says to values, as text without its frames and line breaks; nothing when it takes them. */
  function refusal(values: Readonly<Record<string, unknown>>): string {
    fs.writeFileSync(path.join(folder, "values.tfvars.json"), JSON.stringify(values));
    const args = ["plan", "-input=false", "-no-color", "-var-file=values.tfvars.json"];
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("TF_")));
    const { error, status, stdout, stderr } = spawnSync("terraform", args, { cwd: folder, encoding: "utf8", env });
    if (error) throw error;
    return status === 0 ? "" : `${stdout}${stderr}`.replaceAll(/[\s│]+/g, " ");
  }

  it.each(Object.entries(stack.variable))("%s is described and validated", (_name, variable: Block) => {
    expect(variable.description).toEqual(expect.any(String));
    expect(variable.validation).toEqual(expect.arrayContaining([expect.objectContaining({})]));
  });

  it("takes good values of every variable", () => {
    expect(Object.keys(GOOD).sort()).toEqual(Object.keys(stack.variable).sort());
    expect(refusal(GOOD)).toBe("");
    expect(refusal({ ...GOOD, ssh_public_key: KEY, team_members: [] })).toBe("");
  });

  it.each<[keyof typeof GOOD, string, unknown, string]>([
    ["cloudflare_api_token", "the example", "replace-me", "cloudflare_api_token must be an API token"],
    ["cloudflare_api_token", "a space", `${TOKEN} `, "cloudflare_api_token must be an API token"],
    ["cloudflare_zone_id", "the example", "replace-me", "cloudflare_zone_id must be 32 hexadecimal digits"],
    ["cloudflare_zone_id", "a digit too many", `${GOOD.cloudflare_zone_id}0`, "cloudflare_zone_id must be 32"],
    ["ssh_public_key", "the example", "replace-me", "ssh_public_key must be one line"],
    ["ssh_public_key", "two lines", `${KEY}\n${KEY}\n`, "ssh_public_key must be one line"],
    ["ssh_public_key", "a private key", "-----BEGIN OPENSSH PRIVATE KEY-----", "ssh_public_key must be one line"],
    ["team_members", "no e-mail address", ["hanako"], "team_members must be e-mail addresses"],
    ["team_members", "two in one text", ["a@example.com, b@example.com"], "team_members must be e-mail addresses"],
    ["team_members", "one twice", ["hanako@example.com", "Hanako@Example.com"], "team_members names somebody twice"],
  ])("refuses as %s %s", (variable, _what, value, message) => {
    expect(refusal({ ...GOOD, [variable]: value })).toContain(message);
  });
});
