import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import { LocalBackend } from "cdktf";
import type { Construct } from "constructs";
import { type Environment, type Project, TFC_BOOTSTRAP } from "../config";
import { RunnerUser } from "../constructs/runner-user";
import { Team } from "../constructs/team";
import { Workspace, type WorkspaceVariable } from "../constructs/workspace";
import { CartographerStack } from "./cartographer-stack";
import { cloudflareApiToken, cloudflareZoneId, sshPublicKey, teamMembers } from "./variables";

export interface TfcBootstrapProps {
  readonly project: Project;
  readonly environments: readonly Environment[];
}

/**
 * The place where all other state lives: workspaces at Terraform Cloud, the AWS credentials in them, the people. An admin
 * applies it from a checkout; its own state is a file there, which holds the access key's secret and is never committed.
 */
export class TfcBootstrap extends CartographerStack {
  constructor(scope: Construct, id: string, { project, environments }: TfcBootstrapProps) {
    super(scope, id);
    const { hostname, organization, tag, terraformVersion } = project.terraformCloud;
    // Relative to cdktf.out/stacks/tfc-bootstrap, and outside of cdktf.out, which people delete.
    new LocalBackend(this, { path: `../../../secrets/${TFC_BOOTSTRAP}.tfstate` });
    new TfeProvider(this, "tfe", { hostname, organization });
    new AwsProvider(this, "aws", {
      region: project.awsRegion,
      defaultTags: [{ tags: { Project: project.name, ManagedBy: "terraform" } }],
    });

    const runner = new RunnerUser(this, "runner-user", { user: project.runnerUser, region: project.awsRegion });
    const variables = [...awsCredentials(runner, project), ...stackVariables(this)];
    for (const environment of environments) {
      const workspace = new Workspace(this, environment.workspace, {
        name: environment.workspace,
        description: `Cartographer, ${environment.name}: ${environment.domain}`,
        tag,
        terraformVersion,
      });
      for (const variable of variables) workspace.addVariable(variable);
    }
    new Team(this, "team", { organization, members: teamMembers(this) });
  }
}

/** What the AWS provider of a run reads from its environment. */
function awsCredentials({ accessKey }: RunnerUser, project: Project): readonly WorkspaceVariable[] {
  const env = { category: "env" } as const;
  return [
    { ...env, key: "AWS_ACCESS_KEY_ID", description: `Key of ${project.runnerUser.name}`, value: accessKey.id },
    {
      ...env,
      key: "AWS_SECRET_ACCESS_KEY",
      description: `Secret of ${project.runnerUser.name}`,
      value: accessKey.secret,
      secret: true,
    },
    { ...env, key: "AWS_REGION", description: "Region of every environment", value: project.awsRegion },
  ];
}

/** What the infrastructure stacks ask for as variables. */
function stackVariables(scope: Construct): readonly WorkspaceVariable[] {
  const terraform = { category: "terraform" } as const;
  return [
    {
      ...terraform,
      key: "cloudflare_api_token",
      description: "Cloudflare API token, limited to the zone",
      value: cloudflareApiToken(scope).stringValue,
      secret: true,
    },
    {
      ...terraform,
      key: "cloudflare_zone_id",
      description: "Zone at Cloudflare",
      value: cloudflareZoneId(scope).stringValue,
    },
    {
      ...terraform,
      key: "ssh_public_key",
      description: "Public key that a fresh host lets in",
      value: sshPublicKey(scope).stringValue,
    },
    {
      ...terraform,
      key: "emit_infra_json",
      description: "A run here cannot write into anybody's checkout; `cartographer sync` does",
      value: "false",
    },
  ];
}
