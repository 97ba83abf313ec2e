import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TfeProvider } from "@cdktf/provider-tfe/lib/provider";
import { LocalBackend } from "cdktf";
import type { Construct } from "constructs";
import { type Environment, type Project, TFC_BOOTSTRAP } from "../config";
import { Account } from "../constructs/account";
import { Boundary } from "../constructs/boundary";
import { Budget } from "../constructs/budget";
import { OperatorPolicy } from "../constructs/operator-policy";
import { type Runner, RunnerRights } from "../constructs/runner";
import { RunnerRoles } from "../constructs/runner-roles";
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
 * The place where all other state lives: workspaces at Terraform Cloud, how they act at AWS, the people, and what the
 * whole AWS account shares. An admin applies it from a checkout; its own state is a file there, which holds the access
 * key's secret and is never committed.
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
      defaultTags: [{ tags: { Project: project.name, Environment: "shared", ManagedBy: "terraform" } }],
    });

    const account = new Account(this, "account", project);
    new Boundary(this, "boundary", { account, environments });
    new OperatorPolicy(this, "operator-policy", account);
    new Budget(this, "budget", project);
    const rights = new RunnerRights(this, "runner-rights", { account, environments });
    const runner: Runner =
      project.runnerCredentials === "oidc"
        ? new RunnerRoles(this, "runner-roles", { project, environments, rights })
        : new RunnerUser(this, "runner-user", { user: project.runnerUser, rights });
    const variables = [...runner.variables, ...stackVariables(this, project)];
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

/**
 * What the AWS provider of a run reads from its environment, and what the infrastructure stacks ask for as variables.
 */
function stackVariables(scope: Construct, project: Project): readonly WorkspaceVariable[] {
  const terraform = { category: "terraform" } as const;
  return [
    { category: "env", key: "AWS_REGION", description: "Region of every environment", value: project.awsRegion },
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
