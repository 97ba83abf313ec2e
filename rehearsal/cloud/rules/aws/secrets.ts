import type { ResourceRule, ResourceRules } from "../../rule";
import { text } from "../../values";
import { hex, randomOf } from "../ids";
import { each, matches } from "../refuse";
import { ACCOUNT, regional, regionOf, tagged } from "./common";
import { keyIsInRegion, kmsKey } from "./kms-references";
import { policyIn } from "./policy-document";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * The place for a secret, not the secret: its versions are another type.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
const secret: ResourceRule = {
  id: (self, cloud) => {
    const name = text(self.name) ?? `${self.name_prefix ?? "terraform-"}${hex(26)}`;
    return `arn:aws:secretsmanager:${regionOf(self, cloud)}:${ACCOUNT}:secret:${name}-${randomOf(LETTERS, 6)}`;
  },
  defaults: { ...regional, ...tagged, force_overwrite_replica_secret: false, recovery_window_in_days: 30 },
  computed: {
    arn: (self) => self.id ?? null,
    name: (self) => String(self.id).split(":").at(-1)?.slice(0, -7) ?? null,
    name_prefix: "",
    policy: "",
    replica: [],
  },
  forceNew: ["name", "name_prefix"],
  references: { kms_key_id: kmsKey("InvalidParameterException") },
  unique: [["name", "region"]],
  taken: "ResourceExistsException",
  refuse: [
    matches(
      "name",
      /^[A-Za-z0-9/_+=.@-]{1,512}$/,
      "InvalidParameterException",
      "is not 1 to 512 of letters, digits and /_+=.@-",
    ),
    each(
      "recovery_window_in_days",
      (value) => value === 0 || (Number(value) >= 7 && Number(value) <= 30),
      "InvalidParameterException",
      "is neither 0, which deletes at once, nor 7 to 30",
    ),
    policyIn("policy", "resource"),
  ],
  conflict: [keyIsInRegion("kms_key_id")],
};

export const secretRules: ResourceRules = {
  aws_secretsmanager_secret: secret,
};
