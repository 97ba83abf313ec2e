import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import type { Environment, Project } from "../config";
import { policyText } from "./policy-document";
import type { Runner, RunnerRights } from "./runner";
import type { WorkspaceVariable } from "./workspace";

export interface RunnerRolesProps {
  readonly project: Project;
  readonly environments: readonly Environment[];
  readonly rights: RunnerRights;
}

/** A phase of a run at Terraform Cloud, as its tokens name it. */
type Phase = "plan" | "apply";

/** For whom Terraform Cloud's tokens are, unless one says otherwise. */
const AUDIENCE = "aws.workload.identity";

/**
 * The roles that runs at Terraform Cloud take at AWS, by a token that says which run it is: a plan may read, an apply
 * may change. There is no key: nothing lasts longer than the run.
 */
export class RunnerRoles extends Construct implements Runner {
  readonly variables: readonly WorkspaceVariable[];
  private readonly issuer: IamOpenidConnectProvider;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RunnerRolesProps,
  ) {
    super(scope, id);
    const { read, write } = props.rights;
    this.issuer = new IamOpenidConnectProvider(this, "aws_iam_openid_connect_provider.terraform_cloud", {
      url: `https://${props.project.terraformCloud.hostname}`,
      clientIdList: [AUDIENCE],
    });
    const plan = this.role("plan", { read });
    const apply = this.role("apply", { read, write });
    const variable = (key: string, description: string, value: string) =>
      ({ category: "env", key, description, value }) as const;
    this.variables = [
      variable("TFC_AWS_PROVIDER_AUTH", "Runs take roles at AWS by a token of their own", "true"),
      variable("TFC_AWS_PLAN_ROLE_ARN", "The role of plans, which reads", plan.arn),
      variable("TFC_AWS_APPLY_ROLE_ARN", "The role of applies", apply.arn),
    ];
  }

  private role(phase: Phase, policies: Readonly<Record<string, IamPolicy>>): IamRole {
    const { name, path } = this.props.project.runnerUser;
    const address = `terraform_cloud_${phase}`;
    const role = new IamRole(this, `aws_iam_role.${address}`, {
      name: `${name}-${phase}`,
      path,
      description: `Terraform Cloud, ${phase} phase`,
      assumeRolePolicy: this.trust(phase),
    });
    new IamRolePolicy(this, `aws_iam_role_policy.${address}`, {
      name: `${name}-${phase}`,
      role: role.name,
      policy: this.props.rights.denied,
    });
    for (const [what, { arn: policyArn }] of Object.entries(policies)) {
      new IamRolePolicyAttachment(this, `aws_iam_role_policy_attachment.${address}_${what}`, {
        role: role.name,
        policyArn,
      });
    }
    return role;
  }

  /** These workspaces, of this project and organization, in this phase; no pattern in it. */
  private trust(phase: Phase): string {
    const { hostname, organization, project } = this.props.project.terraformCloud;
    const runs = this.props.environments.map(
      ({ workspace }) => `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:${phase}`,
    );
    return policyText({
      Sid: "Runs",
      Effect: "Allow",
      Principal: { Federated: this.issuer.arn },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [`${hostname}:aud`]: AUDIENCE, [`${hostname}:sub`]: runs } },
    });
  }
}
