import { IamAccessKey } from "@cdktf/provider-aws/lib/iam-access-key";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { Construct } from "constructs";
import { runnerPolicy } from "./runner-policy";

export interface RunnerUserProps {
  /** Name and path of the IAM user; another of either is another user with another key. */
  readonly user: { readonly name: string; readonly path: string };
  /** The one region in which the runner may act. */
  readonly region: string;
}

/** The IAM user as which Terraform Cloud acts at AWS, with the rights the stacks need and one access key. */
export class RunnerUser extends Construct {
  /** Its secret is computed by AWS and stands in the state of this stack alone. */
  readonly accessKey: IamAccessKey;

  constructor(scope: Construct, id: string, props: RunnerUserProps) {
    super(scope, id);
    const user = new IamUser(this, "aws_iam_user.terraform_cloud", {
      name: props.user.name,
      path: props.user.path,
    });
    new IamUserPolicy(this, "aws_iam_user_policy.terraform_cloud", {
      name: props.user.name,
      user: user.name,
      policy: JSON.stringify(runnerPolicy(props.region)),
    });
    this.accessKey = new IamAccessKey(this, "aws_iam_access_key.terraform_cloud", { user: user.name });
  }
}
