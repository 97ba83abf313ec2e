import { randomBytes } from "node:crypto";
import type { Attributes, CloudView, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { text } from "../../values";
import { hex, iamId, randomOf } from "../ids";
import { demand, isSet, matches, oneOf } from "../refuse";
import { globalArn, tagged } from "./common";
import { fitsWithOthers, POLICY_LIMITS, policyIn } from "./policy-document";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
export const iamName = (attribute: string, length: number) =>
  matches(
    attribute,
    new RegExp(`^[A-Za-z0-9+=,.@_-]{1,${length}}$`),
    "ValidationError",
    `is not 1 to ${length} of letters, digits and +=,.@_-`,
  );

/** Paths group names: "/terraform/". */
export const iamPath = matches("path", /^\/([\x21-\x7e]+\/)?$/, "ValidationError", 'does not begin and end with "/"');

/** A name of its own for what has none. */
export function generatedName(self: Attributes): string {
  return `${text(self.name_prefix) || "terraform-"}${hex(26)}`;
}

/** A policy of the account, or one that AWS keeps. */
export const managedPolicy = {
  type: "aws_iam_policy",
  by: "arn",
  missing: "NoSuchEntity",
  builtIn: /^arn:aws:iam::aws:policy\//,
} as const;

/** The time as IAM's dates have it, without fractions of a second. */
export function now(): string {
  return new Date().toISOString().replace(/\.\d+/, "");
}

/** The alphabet of secret access keys: base 64. */
const SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html; a change of name or path renames the user in
 * place.
 */
const user: ResourceRule = {
  id: (self) => String(self.name),
  defaults: { ...tagged, force_destroy: false, path: "/" },
  computed: {
    arn: globalArn("iam", (self) => `user${self.path}${self.name}`),
    unique_id: () => iamId("AIDA"),
  },
  references: { permissions_boundary: managedPolicy },
  unique: [["name"]],
  taken: "EntityAlreadyExists",
  inUse: "DeleteConflict",
  refuse: [iamName("name", 64), iamPath],
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
const userPolicy: ResourceRule = {
  id: (self) => `${self.user}:${self.name ?? generatedName(self)}`,
  computed: { name: (self) => String(self.id).slice(String(self.user).length + 1), name_prefix: "" },
  forceNew: ["name", "name_prefix", "user"],
  references: { user: { type: "aws_iam_user", by: "name", missing: "NoSuchEntity" } },
  unique: [["name", "user"]],
  taken: "EntityAlreadyExists",
  refuse: [iamName("name", 128), policyIn("policy", "identity", POLICY_LIMITS.userInline)],
  conflict: [fitsWithOthers("aws_iam_user_policy", "user", POLICY_LIMITS.userInline)],
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
const userPolicyAttachment: ResourceRule = {
  id: (self) => `${self.user}-${Date.now()}${hex(8)}`,
  forceNew: ["policy_arn", "user"],
  references: { user: { type: "aws_iam_user", by: "name", missing: "NoSuchEntity" }, policy_arn: managedPolicy },
  unique: [["user", "policy_arn"]],
  refuse: [
    matches("policy_arn", /^arn:aws:iam::(aws|\d{12}):policy\/\S+$/, "ValidationError", "is no ARN of a policy"),
  ],
};

/** Quota "access keys for each user": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const KEYS_PER_USER = 2;

function keyIsLeft(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const others = cloud.list("aws_iam_access_key").filter((other) => other.user === self.user && other.id !== self.id);
  const detail = `${self.user} already has ${others.length} access keys; a user has ${KEYS_PER_USER}.`;
  return demand(others.length < KEYS_PER_USER, { summary: "LimitExceeded", detail, attribute: "user" });
}

/** What is shown in the clear only where no PGP key is to encrypt it. */
function unlessEncrypted(make: () => string): (self: Attributes) => string | null {
  return (self) => (isSet(self.pgp_key) ? null : make());
}

/**
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html: the secret is in the answer, and
 * nowhere after.
 */
const accessKey: ResourceRule = {
  id: () => iamId("AKIA"),
  defaults: { status: "Active" },
  computed: {
    create_date: now,
    secret: unlessEncrypted(() => randomOf(SECRET_ALPHABET, 40)),
    ses_smtp_password_v4: unlessEncrypted(() => randomBytes(33).toString("base64")),
  },
  shownOnce: ["secret", "ses_smtp_password_v4"],
  forceNew: ["pgp_key", "user"],
  references: { user: { type: "aws_iam_user", by: "name", missing: "NoSuchEntity" } },
  refuse: [oneOf("status", ["Active", "Inactive"], "ValidationError")],
  conflict: [keyIsLeft],
};

export const iamUserRules: ResourceRules = {
  aws_iam_access_key: accessKey,
  aws_iam_user: user,
  aws_iam_user_policy: userPolicy,
  aws_iam_user_policy_attachment: userPolicyAttachment,
};
