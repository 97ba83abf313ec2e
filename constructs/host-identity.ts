import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Construct } from "constructs";
import type { Environment } from "../config";
import type { Account } from "./account";
import type { Encryption } from "./encryption";
import type { PolicyStatement } from "./policy-document";
import type { Secret } from "./secret";
import { ServiceRole } from "./service-role";

export interface HostIdentityProps {
  readonly prefix: string;
  readonly account: Account;
  readonly ssh: Environment["ssh"];
  readonly secret: Secret;
  readonly encryption: Encryption;
}

/**
 * What the agent needs to let operators in. AWS's own policy for it, AmazonSSMManagedInstanceCore, would also let the
 * host read every parameter of the account.
 */
const SESSION_MANAGER: PolicyStatement = {
  Sid: "SessionManager",
  Effect: "Allow",
  Action: [
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  Resource: "*",
};

/** The value of this one secret, which the environment's key encrypts. */
function ownSecret({ project }: Account, { secret }: Secret, { key }: Encryption): readonly PolicyStatement[] {
  const through = `secretsmanager.${project.awsRegion}.amazonaws.com`;
  return [
    {
      Sid: "OwnSecret",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: secret.arn,
    },
    {
      Sid: "KeyOfOwnSecret",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: key.arn,
      Condition: { StringEquals: { "kms:ViaService": through } },
    },
  ];
}

/** As whom the host acts at AWS. It is there in either SSH mode, so that changing the mode never touches the host. */
export class HostIdentity extends Construct {
  readonly profile: IamInstanceProfile;

  constructor(scope: Construct, id: string, { prefix, account, ssh, secret, encryption }: HostIdentityProps) {
    super(scope, id);
    const name = `${prefix}-app`;
    const { role } = new ServiceRole(this, "role", {
      address: "app",
      name,
      description: "The host",
      account,
      service: "ec2.amazonaws.com",
      statements: [...(ssh === "ssm" ? [SESSION_MANAGER] : []), ...ownSecret(account, secret, encryption)],
    });
    this.profile = new IamInstanceProfile(this, "aws_iam_instance_profile.app", { name, role: role.name });
  }
}
