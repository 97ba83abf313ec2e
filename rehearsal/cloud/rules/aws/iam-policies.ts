import { createHash } from "node:crypto";
import type { Attributes, CloudView, ResourceRule, ResourceRules } from "../../rule";
import { text } from "../../values";
import { iamId } from "../ids";
import { each, matches, notEmpty } from "../refuse";
import { ACCOUNT, globalArn, tagged } from "./common";
import { generatedName, iamName, iamPath } from "./iam-users";
import { POLICY_LIMITS, policyIn } from "./policy-document";

function attachments(self: Attributes, cloud: CloudView): number {
  const all = ["aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment"].flatMap((type) => cloud.list(type));
  return all.filter((attachment) => attachment.policy_arn === self.arn).length;
}

/**
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html; a change of its document makes a new
 * version of it.
 */
const policy: ResourceRule = {
  id: (self) => `arn:aws:iam::${ACCOUNT}:policy${self.path}${self.name ?? generatedName(self)}`,
  defaults: { ...tagged, path: "/" },
  computed: {
    arn: (self) => self.id ?? null,
    attachment_count: 0,
    name: (self) => String(self.id).split("/").at(-1) ?? null,
    name_prefix: "",
    policy_id: () => iamId("ANPA"),
  },
  forceNew: ["description", "name", "name_prefix", "path"],
  unique: [["arn"], ["name"]],
  taken: "EntityAlreadyExists",
  inUse: "DeleteConflict",
  refuse: [
    iamName("name", 128),
    iamPath,
    each("description", (value) => String(value).length <= 1000, "ValidationError", "is longer than 1000 characters"),
    policyIn("policy", "identity", POLICY_LIMITS.managed),
  ],
  live: (self, cloud) => ({ attachment_count: attachments(self, cloud) }),
};

function hostOf(self: Attributes): string {
  return String(self.url).replace(/^https:\/\//, "");
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
const openIdConnectProvider: ResourceRule = {
  id: (self) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${hostOf(self)}`,
  defaults: tagged,
  computed: {
    arn: globalArn("iam", (self) => `oidc-provider/${hostOf(self)}`),
    thumbprint_list: (self) => [
      createHash("sha1")
        .update(text(self.url) ?? "")
        .digest("hex"),
    ],
  },
  forceNew: ["url"],
  unique: [["url"]],
  taken: "EntityAlreadyExists",
  refuse: [
    matches("url", /^https:\/\/[a-z0-9.-]+(\/[^?#\s]*)?$/, "ValidationError", "is no https address without a query"),
    matches("client_id_list", /^.{1,255}$/, "ValidationError", "is not 1 to 255 characters"),
    matches("thumbprint_list", /^[0-9a-fA-F]{40}$/, "ValidationError", "is not 40 hexadecimal digits"),
    notEmpty("client_id_list", "ValidationError", "is empty"),
  ],
};

export const iamPolicyRules: ResourceRules = {
  aws_iam_openid_connect_provider: openIdConnectProvider,
  aws_iam_policy: policy,
};
