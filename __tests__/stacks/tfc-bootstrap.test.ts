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

it.each(Object.entries(stack.variable))("%s is described and validated", (_name, variable: Block) => {
  expect(variable.description).toEqual(expect.any(String));
  expect(variable.validation).toEqual(expect.arrayContaining([expect.objectContaining({})]));
});
