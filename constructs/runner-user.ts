import { IamAccessKey } from "@cdktf/provider-aws/lib/iam-access-key";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { Construct } from "constructs";
import type { Project } from "../config";
import type { Runner, RunnerRights } from "./runner";
import type { WorkspaceVariable } from "./workspace";

export interface RunnerUserProps {
  /** Name and path of the IAM user; another of either is another user with another key. */
  readonly user: Project["runnerUser"];
  readonly rights: RunnerRights;
}

/**
 * The IAM user as which Terraform Cloud acts at AWS, with the rights the stacks need and one access key. The key's
 * secret is computed by AWS and stands in the state of this stack alone.
 */
export class RunnerUser extends Construct implements Runner {
  readonly variables: readonly WorkspaceVariable[];

  constructor(scope: Construct, id: string, props: RunnerUserProps) {
    super(scope, id);
    const { read, write, denied } = props.rights;
    const { name, path } = props.user;
    const user = new IamUser(this, "aws_iam_user.terraform_cloud", { name, path });
    new IamUserPolicy(this, "aws_iam_user_policy.terraform_cloud", { name, user: user.name, policy: denied });
    for (const [what, { arn: policyArn }] of Object.entries({ read, write })) {
      new IamUserPolicyAttachment(this, `aws_iam_user_policy_attachment.terraform_cloud_${what}`, {
        user: user.name,
        policyArn,
      });
    }
    const key = new IamAccessKey(this, "aws_iam_access_key.terraform_cloud", { user: user.name });
    const env = { category: "env" } as const;
    this.variables = [
      { ...env, key: "AWS_ACCESS_KEY_ID", description: `Key of ${name}`, value: key.id },
      { ...env, key: "AWS_SECRET_ACCESS_KEY", description: `Secret of ${name}`, value: key.secret, secret: true },
    ];
  }
}
