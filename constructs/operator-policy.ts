import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Account } from "./account";
import { policyText } from "./policy-document";

/**
 * What a person needs to reach the hosts by SSH through SSM (hosts/ssh_config). Terraform attaches it to nobody: an
 * admin gives it to people or groups.
 */
export class OperatorPolicy extends Construct {
  constructor(scope: Construct, id: string, { id: account, project }: Account) {
    super(scope, id);
    const region = project.awsRegion;
    // Has AWS ask for the right to the document too: without it, the shell that SSM itself starts as root would be
    // open.
    const documentToo = { BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" } };
    new IamPolicy(this, "aws_iam_policy.operator", {
      name: `${project.name}-operator`,
      description: "SSH to the hosts through SSM",
      policy: policyText(
        {
          Sid: "ReachHosts",
          Effect: "Allow",
          Action: "ssm:StartSession",
          Resource: `arn:aws:ec2:${region}:${account}:instance/*`,
          Condition: { StringEquals: { "ssm:resourceTag/Project": project.name }, ...documentToo },
        },
        {
          Sid: "BySshAlone",
          Effect: "Allow",
          Action: "ssm:StartSession",
          Resource: `arn:aws:ssm:${region}::document/AWS-StartSSHSession`,
        },
        {
          Sid: "EndOwnSessions",
          Effect: "Allow",
          Action: ["ssm:TerminateSession", "ssm:ResumeSession"],
          // "$${" is Terraform's way to write what IAM, not Terraform, replaces.
          Resource: `arn:aws:ssm:${region}:${account}:session/$\${aws:userid}-*`,
        },
      ),
    });
  }
}
