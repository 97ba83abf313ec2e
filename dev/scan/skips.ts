/** A check of checkov that one resource does not pass, on purpose. */
export interface Skip {
  readonly check: string;
  /** Addresses; each must still fail the check, or the scan says so. */
  readonly resources: readonly string[];
  readonly reason: string;
}

/** Every finding that is left as it is, and why. The list is to be argued with: a reason that no longer holds goes. */
export const SKIPS: readonly Skip[] = [
  {
    check: "CKV_AWS_135", // an instance is EBS optimised
    resources: ["aws_instance.app"],
    reason: "Nitro types, t4g among them, always are; saying so would replace a host that was started without it.",
  },
  {
    check: "CKV_AWS_126", // an instance is monitored each minute
    resources: ["aws_instance.app"],
    reason:
      "The alarms use status checks, which come each minute anyway, and credits, which never do; the rest nobody " +
      "reads.",
  },
  {
    check: "CKV_AWS_290", // no policy writes without a constraint
    resources: ["aws_iam_role_policy.app"],
    reason:
      "Session channels (ssmmessages) know no resources: " +
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html",
  },
  {
    check: "CKV_AWS_355", // no policy names every resource
    resources: ["aws_iam_role_policy.app"],
    reason: "The same: these five actions are all that a host may do, and AWS's own policy for it allows more.",
  },
  {
    check: "CKV_AWS_290",
    resources: ["aws_iam_policy.boundary"],
    reason: "A boundary allows nothing by itself: it cuts what roles are given, and those grants name their resources.",
  },
  {
    check: "CKV_AWS_289", // no policy manages permissions without a constraint
    resources: ["aws_iam_policy.boundary"],
    reason: "The same: kms:CreateGrant is cut here, and granted by AWS's backup policies for AWS's own use alone.",
  },
  {
    check: "CKV_AWS_355",
    resources: ["aws_iam_policy.boundary"],
    reason: "The same: it limits what roles may do, not on what.",
  },
  {
    check: "CKV_AWS_273", // people come through SSO, not as IAM users
    resources: ["aws_iam_user.terraform_cloud"],
    reason: 'No person but Terraform Cloud; runnerCredentials: "oidc" in config/project.ts does without any user.',
  },
  {
    check: "CKV_AWS_40", // policies belong to groups or roles
    resources: [
      "aws_iam_user_policy.terraform_cloud",
      "aws_iam_user_policy_attachment.terraform_cloud_read",
      "aws_iam_user_policy_attachment.terraform_cloud_write",
    ],
    reason: "There is one such user: a group of one would hide its rights behind a second name.",
  },
  {
    check: "CKV2_AWS_57", // a secret rotates by itself
    resources: ["aws_secretsmanager_secret.application"],
    reason:
      "Nothing at AWS can make a new database password or a key of OpenRouter: `cartographer secrets push` brings " +
      "what people made.",
  },
];
