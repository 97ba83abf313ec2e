import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Environment } from "../config";
import { type Account, boundaryName } from "./account";
import { policyText } from "./policy-document";

/** All that the roles of the infrastructure stacks do, by what they are for. IAM is not among it. */
const MOST = {
  "hosts: sessions of operators": ["ssm:UpdateInstanceInformation", "ssmmessages:*"],
  "hosts: what the environment's key encrypts": ["kms:Decrypt"],
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

export interface BoundaryProps {
  readonly account: Account;
  readonly environments: readonly Environment[];
}

/**
 * The most that any role made by the runner can do, whatever is attached to it. Each such role must carry it, so nobody
 * who changes an infrastructure stack can make a role with more rights than this, and take it.
 */
export class Boundary extends Construct {
  constructor(scope: Construct, id: string, { account, environments }: BoundaryProps) {
    super(scope, id);
    const { project } = account;
    new IamPolicy(this, "aws_iam_policy.boundary", {
      name: boundaryName(project),
      path: project.runnerUser.path,
      description: "The most that any role made by the runner can do",
      policy: policyText(
        { Sid: "Most", Effect: "Allow", Action: [...new Set(Object.values(MOST).flat())], Resource: "*" },
        {
          Sid: "OwnSecrets",
          Effect: "Allow",
          Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
          Resource: environments.map(
            ({ prefix }) => `arn:aws:secretsmanager:${account.project.awsRegion}:${account.id}:secret:${prefix}/*`,
          ),
        },
      ),
      // Roles name it by its ARN: without it, nothing they do is allowed.
      lifecycle: { preventDestroy: true },
    });
  }
}
