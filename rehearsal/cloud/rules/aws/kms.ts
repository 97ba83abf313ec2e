import { randomUUID } from "node:crypto";
import type { Attributes, Check, CloudView, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { asList, blocks, isObject, text } from "../../values";
import { hex } from "../ids";
import { between, demand, matches, oneOf } from "../refuse";
import { ACCOUNT, arn, regional, regionalKey, regionOf, tagged } from "./common";
import { KEY_TYPES } from "./kms-references";
import { policyIn } from "./policy-document";

/** What KMS gives to a key without a policy: the account decides by IAM. */
const DEFAULT_POLICY = JSON.stringify({
  Id: "key-default-1",
  Statement: [
    {
      Action: "kms:*",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Resource: "*",
      Sid: "Enable IAM User Permissions",
    },
  ],
  Version: "2012-10-17",
});

/** Actions that allow to change the policy later. */
const GOVERNS = ["*", "kms:*", "kms:Put*", "kms:PutKeyPolicy"];

/** The lockout safety check of KMS: somebody must stay able to change the policy. */
const policyLeavesAWayBack: Check = (self) => {
  const document = text(self.policy);
  if (!document || self.bypass_policy_lockout_safety_check === true) return [];
  const policy: unknown = JSON.parse(document); // policyIn, which comes first, refuses what is no JSON
  const statements = isObject(policy) ? blocks(policy.Statement) : [];
  const open = statements
    .filter((statement) => statement.Effect === "Allow")
    .flatMap((statement) => [statement.Action ?? null, ...asList(statement.Action)]);
  return demand(
    open.some((action) => GOVERNS.some((governing) => governing === action)),
    {
      summary: "MalformedPolicyDocumentException",
      detail: "The new key policy will not allow you to update the key policy in the future.",
      attribute: "policy",
    },
  );
};

const isPolicy = policyIn("policy", "resource");

/** Both checks, the second only where the first found a policy. */
const policyIsGood: Check = (self, prior) => {
  const problems = isPolicy(self, prior);
  return problems.length > 0 ? problems : policyLeavesAWayBack(self, prior);
};

const keyArn = arn("kms", (self) => `key/${self.id}`);

/**
 * Deleting a key schedules its end; what it encrypts is lost then.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
 */
const kmsKeyRule: ResourceRule = {
  id: (self) => (self.multi_region === true ? `mrk-${hex(32)}` : randomUUID()),
  defaults: {
    ...regional,
    ...tagged,
    bypass_policy_lockout_safety_check: false,
    customer_master_key_spec: "SYMMETRIC_DEFAULT",
    enable_key_rotation: false,
    is_enabled: true,
    key_usage: "ENCRYPT_DECRYPT",
  },
  computed: {
    arn: keyArn,
    description: "",
    key_id: (self) => self.id ?? null,
    multi_region: false,
    policy: DEFAULT_POLICY,
    rotation_period_in_days: (self) => (self.enable_key_rotation === true ? 365 : 0),
  },
  unread: ["deletion_window_in_days"],
  forceNew: ["custom_key_store_id", "customer_master_key_spec", "key_usage", "multi_region", "xks_key_id"],
  refuse: [
    between("deletion_window_in_days", 7, 30, "ValidationException"),
    (self) => (self.enable_key_rotation === true ? between("rotation_period_in_days", 90, 2560)(self) : []),
    oneOf(
      "key_usage",
      ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"],
      "ValidationException",
    ),
    policyIsGood,
  ],
};

function primaryIsMultiRegion(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const primary = cloud.find("aws_kms_key", self.primary_key_arn, "arn");
  const refuse = (detail: string): Refusal => ({
    summary: "UnsupportedOperationException",
    detail,
    attribute: "primary_key_arn",
  });
  const here = regionOf(self, cloud);
  return [
    ...demand(!primary || primary.multi_region === true, refuse(`${primary?.arn} is not a multi-Region key.`)),
    ...demand(!primary || primary.region !== here, refuse(`${primary?.arn} is in ${here} itself.`)),
  ];
}

/**
 * The same key in another region, by the same id.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html
 */
const kmsReplicaKey: ResourceRule = {
  id: (self) => String(self.primary_key_arn).split("/").at(-1) ?? "",
  key: regionalKey,
  defaults: {
    ...regional,
    ...tagged,
    bypass_policy_lockout_safety_check: false,
    deletion_window_in_days: 30,
    enabled: true,
  },
  computed: {
    arn: keyArn,
    key_id: (self) => self.id ?? null,
    key_rotation_enabled: (self, cloud) =>
      cloud.find("aws_kms_key", self.primary_key_arn, "arn")?.enable_key_rotation ?? false,
    key_spec: "SYMMETRIC_DEFAULT",
    key_usage: "ENCRYPT_DECRYPT",
    policy: DEFAULT_POLICY,
  },
  unread: ["deletion_window_in_days"],
  forceNew: ["primary_key_arn"],
  references: { primary_key_arn: { type: "aws_kms_key", by: "arn", missing: "NotFoundException", weak: true } },
  unique: [["primary_key_arn", "region"]],
  taken: "AlreadyExistsException",
  refuse: [between("deletion_window_in_days", 7, 30, "ValidationException"), policyIsGood],
  conflict: [primaryIsMultiRegion],
};

/** The key of an alias, which names it by id or by ARN. */
function targetOf(self: Attributes, cloud: CloudView): Attributes | undefined {
  return KEY_TYPES.flatMap((type) => cloud.list(type)).find(
    (key) =>
      key.region === regionOf(self, cloud) && (key.arn === self.target_key_id || key.key_id === self.target_key_id),
  );
}

function targetExists(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const detail = `There is no key "${self.target_key_id}" in ${regionOf(self, cloud)}.`;
  return demand(targetOf(self, cloud) !== undefined, {
    summary: "NotFoundException",
    detail,
    attribute: "target_key_id",
  });
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
const kmsAlias: ResourceRule = {
  id: (self) => String(self.name ?? `${self.name_prefix ?? "alias/"}${hex(26)}`),
  key: regionalKey,
  defaults: regional,
  computed: {
    arn: arn("kms", (self) => String(self.id)),
    name: (self) => self.id ?? null,
    name_prefix: "",
    target_key_arn: (self, cloud) => targetOf(self, cloud)?.arn ?? null,
  },
  forceNew: ["name", "name_prefix"],
  unique: [["name", "region"]],
  taken: "AlreadyExistsException",
  refuse: [
    matches(
      "name",
      /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/,
      "ValidationException",
      'does not begin with "alias/", begins with "alias/aws/", which is AWS\'s, or has more than letters, digits ' +
        "and /_-",
    ),
  ],
  conflict: [targetExists],
};

export const kmsRules: ResourceRules = {
  aws_kms_alias: kmsAlias,
  aws_kms_key: kmsKeyRule,
  aws_kms_replica_key: kmsReplicaKey,
};
