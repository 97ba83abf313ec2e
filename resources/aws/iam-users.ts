import { by, type ResourceTypes } from "../description";

const POLICY = "arn:aws:iam::123456789012:policy/terraform/terraform-cloud-cartographer-read";
const ONE_USER = "There is one such user: a group of one would hide its rights behind a second name.";
/** Policies belong to groups or roles. */
const NO_POLICY_OF_USERS = "CKV_AWS_40";

/** Who drives Terraform, and under which limits: tfc-bootstrap's, which no runner touches. */
export const iamUserTypes: ResourceTypes = {
  aws_iam_access_key: {
    imported: {
      why: "AWS shows the secret of a key once, when it makes it, so an imported key has none",
      instead: "leave it out: Terraform makes a new key; then delete the old one at AWS",
    },
  },
  aws_iam_openid_connect_provider: {
    imported: by("<arn>", "arn:aws:iam::123456789012:oidc-provider/app.terraform.io"),
  },
  aws_iam_policy: {
    imported: by("<arn>", POLICY),
    skips: [
      {
        check: "CKV_AWS_290", // no policy writes without a constraint
        resources: ["aws_iam_policy.boundary"],
        reason:
          "A boundary allows nothing by itself: it cuts what roles are given, and those grants name their resources.",
      },
      {
        check: "CKV_AWS_289", // no policy manages permissions without a constraint
        resources: ["aws_iam_policy.boundary"],
        reason: "The same: kms:CreateGrant is cut here, and granted by AWS's backup policies for AWS's own use alone.",
      },
      {
        check: "CKV_AWS_355", // no policy names every resource
        resources: ["aws_iam_policy.boundary"],
        reason: "The same: it limits what roles may do, not on what.",
      },
    ],
  },
  aws_iam_user: {
    imported: by("<name>", "terraform-cloud-cartographer"),
    skips: [
      {
        check: "CKV_AWS_273", // people come through SSO, not as IAM users
        resources: ["aws_iam_user.terraform_cloud"],
        reason: 'No person but Terraform Cloud; runnerCredentials: "oidc" in config/project.ts does without any user.',
      },
    ],
  },
  aws_iam_user_policy: {
    imported: by("<user>:<name>", "terraform-cloud-cartographer:terraform-cloud-cartographer"),
    skips: [{ check: NO_POLICY_OF_USERS, resources: ["aws_iam_user_policy.terraform_cloud"], reason: ONE_USER }],
  },
  aws_iam_user_policy_attachment: {
    imported: by("<user>/<policy_arn>", `terraform-cloud-cartographer/${POLICY}`),
    skips: [
      {
        check: NO_POLICY_OF_USERS,
        resources: [
          "aws_iam_user_policy_attachment.terraform_cloud_read",
          "aws_iam_user_policy_attachment.terraform_cloud_write",
        ],
        reason: ONE_USER,
      },
    ],
  },
};
