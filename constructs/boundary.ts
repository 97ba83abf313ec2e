import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { type Account, boundaryName } from "./account";
import { policyText } from "./policy-document";

/** All that the roles of the infrastructure stacks do, by what they are for. IAM, and secrets, are not among it. */
const MOST = {
  "hosts: sessions of operators": ["ssm:UpdateInstanceInformation", "ssmmessages:*"],
  "flow logs": ["logs:CreateLogStream", "logs:Describe*", "logs:PutLogEvents"],
  "backups and restores of the file system": [
    "backup:CopyFromBackupVault",
    "backup:CopyIntoBackupVault",
    "backup:DescribeBackupVault",
    "backup:TagResource",
    "elasticfilesystem:Backup",
    "elasticfilesystem:Describe*",
    "elasticfilesystem:Restore",
    "elasticfilesystem:CreateFileSystem",
    "elasticfilesystem:TagResource",
    "tag:GetResources",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
  ],
} as const;

/**
 * The most that any role made by the runner can do, whatever is attached to it. Each such role must carry it, so nobody who
 * changes an infrastructure stack can make a role with more rights than this, and take it.
 */
export class Boundary extends Construct {
  constructor(scope: Construct, id: string, { project }: Account) {
    super(scope, id);
    new IamPolicy(this, "aws_iam_policy.boundary", {
      name: boundaryName(project),
      path: project.runnerUser.path,
      description: "The most that any role made by the runner can do",
      policy: policyText({ Sid: "Most", Effect: "Allow", Action: Object.values(MOST).flat(), Resource: "*" }),
      // Roles name it by its ARN: without it, nothing they do is allowed.
      lifecycle: { preventDestroy: true },
    });
  }
}
