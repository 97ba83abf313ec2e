import { by, type ResourceTypes } from "../description";
import { of } from "./actions";

const iam = of("iam");
const SESSIONS =
  "Session channels (ssmmessages) know no resources: " +
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html";

export const iamRoleTypes: ResourceTypes = {
  aws_iam_instance_profile: {
    writes: iam(
      ...["CreateInstanceProfile", "DeleteInstanceProfile", "AddRoleToInstanceProfile"],
      ...["RemoveRoleFromInstanceProfile", "TagInstanceProfile", "UntagInstanceProfile"],
    ),
    reads: iam("GetInstanceProfile"),
    givesRoleTo: "ec2.amazonaws.com",
    imported: by("<name>", "cartographer-staging-app"),
  },
  aws_iam_role: {
    writes: iam(
      ...["CreateRole", "DeleteRole", "UpdateRole", "UpdateRoleDescription", "UpdateAssumeRolePolicy"],
      ...["PutRolePermissionsBoundary", "TagRole", "UntagRole"],
    ),
    reads: iam("GetRole", "ListAttachedRolePolicies", "ListInstanceProfilesForRole", "ListRolePolicies"),
    imported: by("<name>", "cartographer-staging-app"),
  },
  aws_iam_role_policy: {
    writes: iam("PutRolePolicy", "DeleteRolePolicy"),
    reads: iam("GetRolePolicy"),
    imported: by("<role>:<name>", "cartographer-staging-app:cartographer-staging-app"),
    skips: [
      {
        check: "CKV_AWS_290", // no policy writes without a constraint
        resources: ["aws_iam_role_policy.app"],
        reason: SESSIONS,
      },
      {
        check: "CKV_AWS_355", // no policy names every resource
        resources: ["aws_iam_role_policy.app"],
        reason: "The same: these five actions are all that a host may do, and AWS's own policy for it allows more.",
      },
    ],
  },
  aws_iam_role_policy_attachment: {
    writes: iam("AttachRolePolicy", "DetachRolePolicy"),
    reads: iam("ListAttachedRolePolicies"),
    imported: by(
      "<role>/<policy_arn>",
      "cartographer-staging-backup/arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    ),
  },
};
