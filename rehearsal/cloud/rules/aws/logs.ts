import type { Attributes, Check, CloudView, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { text } from "../../values";
import { ec2Id, hex } from "../ids";
import { demand, exactlyOneOf, matches, oneOf } from "../refuse";
import { arn, regional, regionalKey, tagged } from "./common";
import { assumableBy } from "./iam-roles";
import { keyIsInRegion, kmsKey } from "./kms-references";

/**
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 keeps for ever.
 */
const RETENTIONS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The service encrypts by itself, so the key's own policy must let it. */
function keyIsForLogs(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const key = cloud.find("aws_kms_key", self.kms_key_id, "arn");
  const detail =
    `The key ${self.kms_key_id} is not allowed to be used with ${self.name}: its policy does not name ` +
    `CloudWatch Logs.`;
  const allowed = !key || /"logs\.([a-z0-9-]+\.)?amazonaws\.com"/.test(text(key.policy) ?? "");
  return demand(allowed, { summary: "InvalidParameterException", detail, attribute: "kms_key_id" });
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const logGroup: ResourceRule = {
  id: (self) => text(self.name) ?? `${self.name_prefix ?? "terraform-"}${hex(26)}`,
  key: regionalKey,
  defaults: { ...regional, ...tagged, retention_in_days: 0, skip_destroy: false },
  computed: {
    name: (self) => self.id ?? null,
    name_prefix: "",
    arn: arn("logs", (self) => `log-group:${self.id}`),
    deletion_protection_enabled: false,
    log_group_class: "STANDARD",
  },
  forceNew: ["log_group_class", "name", "name_prefix"],
  references: { kms_key_id: kmsKey("InvalidParameterException") },
  unique: [["name", "region"]],
  taken: "ResourceAlreadyExistsException",
  refuse: [
    matches(
      "name",
      /^[A-Za-z0-9._/#-]{1,512}$/,
      "InvalidParameterException",
      "is not 1 to 512 of letters, digits and ._/#-",
    ),
    oneOf("retention_in_days", RETENTIONS, "InvalidParameterException"),
    oneOf("log_group_class", ["DELIVERY", "INFREQUENT_ACCESS", "STANDARD"], "InvalidParameterException"),
  ],
  conflict: [keyIsInRegion("kms_key_id"), keyIsForLogs],
};

const SUBJECTS = ["vpc_id", "subnet_id", "eni_id", "transit_gateway_id", "transit_gateway_attachment_id"];

const logsNeedARole: Check = (self) => {
  const toLogs = self.log_destination_type === null || self.log_destination_type === "cloud-watch-logs";
  return demand(!toLogs || self.iam_role_arn !== null, {
    summary: "InvalidParameter",
    detail: "iam_role_arn can't be empty if log_destination_type is cloud-watch-logs.",
    attribute: "iam_role_arn",
  });
};

/**
 * Any change but that of tags makes a new one.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
 */
const flowLog: ResourceRule = {
  id: () => ec2Id("fl"),
  defaults: { ...regional, ...tagged, log_destination_type: "cloud-watch-logs", max_aggregation_interval: 600 },
  computed: {
    arn: arn("ec2", (self) => `vpc-flow-log/${self.id}`),
    log_destination: "",
    log_format:
      "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} " +
      "${bytes} ${start} ${end} ${action} ${log-status}",
  },
  forceNew: [
    ...SUBJECTS,
    "deliver_cross_account_role",
    "destination_options",
    "iam_role_arn",
    "log_destination",
    "log_destination_type",
    "log_format",
    "max_aggregation_interval",
    "traffic_type",
  ],
  references: {
    vpc_id: { type: "aws_vpc", missing: "InvalidVpcID.NotFound", weak: true },
    subnet_id: { type: "aws_subnet", missing: "InvalidSubnetID.NotFound", weak: true },
    iam_role_arn: { type: "aws_iam_role", by: "arn", missing: "InvalidParameter", weak: true },
    log_destination: {
      type: "aws_cloudwatch_log_group",
      by: "arn",
      missing: "InvalidParameter",
      builtIn: /^arn:aws:(s3|firehose):/,
      weak: true,
    },
  },
  refuse: [
    exactlyOneOf(...SUBJECTS),
    oneOf("traffic_type", ["ACCEPT", "ALL", "REJECT"], "InvalidParameter"),
    oneOf("log_destination_type", ["cloud-watch-logs", "kinesis-data-firehose", "s3"], "InvalidParameter"),
    oneOf("max_aggregation_interval", [60, 600], "InvalidParameter"),
    logsNeedARole,
  ],
  conflict: [assumableBy("iam_role_arn", "vpc-flow-logs.amazonaws.com", "InvalidParameter")],
};

export const logRules: ResourceRules = {
  aws_cloudwatch_log_group: logGroup,
  aws_flow_log: flowLog,
};
