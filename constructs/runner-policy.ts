/** An IAM policy document, as far as this project writes them. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What the infrastructure stacks do at AWS; IAM has no part in it. */
const ALLOWED = [
  "ec2:Describe*",
  "ec2:*Tags",
  "ec2:*Vpc",
  "ec2:*VpcAttribute",
  "ec2:*VpcCidrBlock",
  "ec2:*Subnet",
  "ec2:*SubnetAttribute",
  "ec2:*InternetGateway",
  "ec2:*Route",
  "ec2:*RouteTable",
  "ec2:*SecurityGroup",
  "ec2:*SecurityGroupIngress",
  "ec2:*SecurityGroupEgress",
  "ec2:*SecurityGroupRuleDescriptions*",
  "ec2:ImportKeyPair",
  "ec2:DeleteKeyPair",
  "ec2:RunInstances",
  "ec2:*Instances",
  "ec2:ModifyInstance*",
  "ec2:ModifyVolume",
  "ec2:*Address",
  "ec2:*NetworkInterfaceAttribute",
  "elasticfilesystem:Describe*",
  "elasticfilesystem:List*",
  "elasticfilesystem:*agResource",
  "elasticfilesystem:Create*",
  "elasticfilesystem:Update*",
  "elasticfilesystem:PutLifecycleConfiguration",
  "elasticfilesystem:ModifyMountTargetSecurityGroups",
  "elasticfilesystem:DeleteMountTarget",
  "elasticfilesystem:DeleteAccessPoint",
] as const;

/** What no plan may undo, not even one whose code has lost the block that says prevent_destroy. */
const DENIED = ["elasticfilesystem:DeleteFileSystem", "ec2:ReleaseAddress"] as const;

/** AWS's limit on the inline policies of one user, in characters without white space. */
export const USER_POLICY_LIMIT = 2048;

/**
 * The rights of the runner: what the stacks use, in one region, and never what would lose data or the public address.
 * @throws Error when the document outgrows what AWS takes.
 */
export function runnerPolicy(region: string): PolicyDocument {
  const document: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ALLOWED,
        Resource: "*",
        Condition: { StringEquals: { "aws:RequestedRegion": region } },
      },
      { Effect: "Deny", Action: DENIED, Resource: "*" },
    ],
  };
  const length = JSON.stringify(document).length;
  if (length > USER_POLICY_LIMIT) {
    throw new Error(`The runner's policy has ${length} characters; AWS takes ${USER_POLICY_LIMIT} for a user.`);
  }
  return document;
}
