import type { Attributes, CloudCheck, CloudView, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { text, valuesAt } from "../../values";
import { hex, iamId } from "../ids";
import { between, demand, each, matches } from "../refuse";
import { globalArn, tagged } from "./common";
import { generatedName, iamName, iamPath, managedPolicy, now } from "./iam-users";
import { fitsWithOthers, POLICY_LIMITS, policyIn } from "./policy-document";

const roleByName = { type: "aws_iam_role", by: "name", missing: "NoSuchEntity" } as const;

/** Services try to assume a role when they are given it: its trust policy must name them. */
export function assumableBy(path: string, service: string, summary: string): CloudCheck {
  return (self, cloud) =>
    valuesAt(self, path).flatMap((value) => {
      const role = cloud.find("aws_iam_role", value, "arn");
      const detail = `${path} "${value}" cannot be assumed by ${service}: its trust policy does not name it.`;
      const trusted = !role || (text(role.assume_role_policy) ?? "").includes(service);
      return demand(trusted, { summary, detail, attribute: path });
    });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const role: ResourceRule = {
  id: (self) => text(self.name) ?? generatedName(self),
  defaults: { ...tagged, force_detach_policies: false, max_session_duration: 3600, path: "/" },
  computed: {
    name: (self) => self.id ?? null,
    name_prefix: "",
    arn: globalArn("iam", (self) => `role${self.path}${self.name}`),
    create_date: now,
    managed_policy_arns: [],
    unique_id: () => iamId("AROA"),
  },
  forceNew: ["name", "name_prefix", "path"],
  references: { permissions_boundary: managedPolicy },
  unique: [["name"]],
  taken: "EntityAlreadyExists",
  inUse: "DeleteConflict",
  refuse: [
    iamName("name", 64),
    iamPath,
    between("max_session_duration", 3600, 43_200, "ValidationError"),
    each("description", (value) => String(value).length <= 1000, "ValidationError", "is longer than 1000 characters"),
    policyIn("assume_role_policy", "trust", POLICY_LIMITS.trust),
  ],
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const rolePolicy: ResourceRule = {
  id: (self) => `${self.role}:${self.name ?? generatedName(self)}`,
  computed: { name: (self) => String(self.id).slice(String(self.role).length + 1), name_prefix: "" },
  forceNew: ["name", "name_prefix", "role"],
  references: { role: roleByName },
  unique: [["name", "role"]],
  taken: "EntityAlreadyExists",
  refuse: [iamName("name", 128), policyIn("policy", "identity", POLICY_LIMITS.roleInline)],
  conflict: [fitsWithOthers("aws_iam_role_policy", "role", POLICY_LIMITS.roleInline)],
};

/**
 * Quota "managed policies attached to an IAM role":
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const POLICIES_PER_ROLE = 10;

function policyIsLeft(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const attachments = cloud.list("aws_iam_role_policy_attachment");
  const others = attachments.filter((other) => other.role === self.role && other.id !== self.id);
  const detail = `${self.role} already has ${others.length} managed policies; a role has ${POLICIES_PER_ROLE}.`;
  return demand(others.length < POLICIES_PER_ROLE, { summary: "LimitExceeded", detail, attribute: "policy_arn" });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
const rolePolicyAttachment: ResourceRule = {
  id: (self) => `${self.role}-${Date.now()}${hex(8)}`,
  forceNew: ["policy_arn", "role"],
  references: { role: roleByName, policy_arn: managedPolicy },
  unique: [["role", "policy_arn"]],
  refuse: [
    matches("policy_arn", /^arn:aws:iam::(aws|\d{12}):policy\/\S+$/, "ValidationError", "is no ARN of a policy"),
  ],
  conflict: [policyIsLeft],
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html; it changes its role in place. */
const instanceProfile: ResourceRule = {
  id: (self) => text(self.name) ?? generatedName(self),
  defaults: { ...tagged, path: "/" },
  computed: {
    name: (self) => self.id ?? null,
    name_prefix: "",
    arn: globalArn("iam", (self) => `instance-profile${self.path}${self.name}`),
    create_date: now,
    unique_id: () => iamId("AIPA"),
  },
  forceNew: ["name", "name_prefix", "path"],
  references: { role: roleByName },
  unique: [["name"]],
  taken: "EntityAlreadyExists",
  refuse: [iamName("name", 128), iamPath],
};

export const iamRoleRules: ResourceRules = {
  aws_iam_instance_profile: instanceProfile,
  aws_iam_role: role,
  aws_iam_role_policy: rolePolicy,
  aws_iam_role_policy_attachment: rolePolicyAttachment,
};
