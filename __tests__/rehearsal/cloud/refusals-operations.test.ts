import { type RefusalCase, refusedAtPlan } from "./refusals";

const ZONE = "0123456789abcdef0123456789abcdef";
const ROOT = { AWS: "arn:aws:iam::123456789012:root" };
const policy = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const rights = { Effect: "Allow", Action: "ec2:*", Resource: "*" };
const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } };
const keyRights = { Effect: "Allow", Action: "kms:*", Principal: ROOT, Resource: "*" };
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `ec2:A${1000 + index}`);

const backupRule = {
  rule_name: "daily",
  target_vault_name: "vault",
  schedule: "cron(0 18 * * ? *)",
  lifecycle: [{ delete_after: 35 }],
};
const alarm = {
  alarm_name: "cpu",
  comparison_operator: "GreaterThanThreshold",
  evaluation_periods: 3,
  metric_name: "CPUUtilization",
  statistic: "Average",
  extended_statistic: null,
  period: 300,
  alarm_actions: [],
};
const notification = {
  comparison_operator: "GREATER_THAN",
  notification_type: "ACTUAL",
  threshold: 80,
  threshold_type: "PERCENTAGE",
  subscriber_email_addresses: ["ops@example.com"],
  subscriber_sns_topic_arns: [],
};
const budget = {
  name: "monthly",
  budget_type: "COST",
  time_unit: "MONTHLY",
  limit_amount: "50",
  notification: [notification],
};
const flowLog = {
  vpc_id: "vpc-1",
  subnet_id: null,
  eni_id: null,
  transit_gateway_id: null,
  transit_gateway_attachment_id: null,
  traffic_type: "ALL",
  iam_role_arn: "arn:aws:iam::123456789012:role/logs",
  log_destination_type: "cloud-watch-logs",
};

/** Of each type: what is good, then changes that are refused, with a part of the summary and a part of the detail. */
const cases: readonly RefusalCase[] = [
  [
    "aws_ec2_managed_prefix_list",
    { name: "cloudflare-v4", address_family: "IPv4", max_entries: 20, entry: [{ cidr: "173.245.48.0/20" }] },
    [
      [{ address_family: "ipv4" }, "InvalidParameterValue", "IPv4, IPv6"],
      [{ max_entries: 0 }, "InvalidParameterValue", "1 to 1000"],
      [{ name: "com.amazonaws.x" }, "InvalidParameterValue", "begins as AWS's do"],
      [{ entry: [{ cidr: "2400:cb00::/32" }] }, "InvalidParameterValue", "no IPv4 network"],
      [{ entry: [{ cidr: "10.0.0.1/8" }] }, "InvalidParameterValue", "no IPv4 network"],
      [
        { max_entries: 1, entry: [{ cidr: "10.0.0.0/8" }, { cidr: "11.0.0.0/8" }] },
        "PrefixListMaxEntriesExceeded",
        "2 entries",
      ],
    ],
  ],
  [
    "aws_iam_role",
    { name: "cartographer-host", assume_role_policy: policy(trust), max_session_duration: 3600 },
    [
      [{ name: "a role" }, "ValidationError", "1 to 64"],
      [{ path: "/a" }, "ValidationError", "begin and end"],
      [{ max_session_duration: 60 }, "ValidationError", "3600 to 43200"],
      [{ description: "x".repeat(1001) }, "ValidationError", "1000"],
      [{ assume_role_policy: policy({ ...trust, Resource: "*" }) }, "MalformedPolicyDocument", "may not have"],
      [{ assume_role_policy: policy(rights) }, "MalformedPolicyDocument", "no Principal"],
      [{ assume_role_policy: policy({ ...trust, Action: many(200) }) }, "LimitExceeded", "IAM takes 2048"],
    ],
  ],
  [
    "aws_iam_role_policy",
    { name: "read", policy: policy(rights) },
    [
      [{ name: "n".repeat(129) }, "ValidationError", "1 to 128"],
      [{ policy: policy(trust) }, "MalformedPolicyDocument", "has a Principal"],
      [{ policy: policy({ ...rights, Action: many(1000) }) }, "LimitExceeded", "IAM takes 10240"],
    ],
  ],
  [
    "aws_iam_role_policy_attachment",
    { policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
    [[{ policy_arn: "AmazonSSMManagedInstanceCore" }, "ValidationError", "no ARN of a policy"]],
  ],
  [
    "aws_iam_policy",
    { name: "boundary", policy: policy(rights) },
    [
      [{ name: "?" }, "ValidationError", "1 to 128"],
      [{ path: "x/" }, "ValidationError", "begin and end"],
      [{ description: "x".repeat(1001) }, "ValidationError", "1000"],
      [{ policy: "no" }, "MalformedPolicyDocument", "no JSON"],
      [{ policy: policy({ ...rights, Action: many(700) }) }, "LimitExceeded", "IAM takes 6144"],
    ],
  ],
  ["aws_iam_instance_profile", { name: "host" }, [[{ name: "a b" }, "ValidationError", "1 to 128"]]],
  [
    "aws_iam_openid_connect_provider",
    { url: "https://app.terraform.io", client_id_list: ["aws.workload.identity"] },
    [
      [{ url: "http://app.terraform.io" }, "ValidationError", "no https address"],
      [{ client_id_list: [] }, "ValidationError", "is empty"],
      [{ thumbprint_list: ["abc"] }, "ValidationError", "40 hexadecimal"],
    ],
  ],
  [
    "aws_kms_key",
    { policy: policy(keyRights), deletion_window_in_days: 30, enable_key_rotation: true },
    [
      [{ deletion_window_in_days: 1 }, "ValidationException", "7 to 30"],
      [{ rotation_period_in_days: 30 }, "InvalidParameterValue", "90 to 2560"],
      [{ key_usage: "ENCRYPT" }, "ValidationException", "ENCRYPT_DECRYPT"],
      [{ policy: policy(rights) }, "MalformedPolicyDocument", "no Principal"],
      [
        { policy: policy({ ...keyRights, Action: ["kms:Encrypt"] }) },
        "MalformedPolicyDocumentException",
        "update the key policy",
      ],
      [
        { policy: policy({ ...keyRights, Effect: "Deny" }) },
        "MalformedPolicyDocumentException",
        "update the key policy",
      ],
    ],
  ],
  [
    "aws_kms_replica_key",
    { deletion_window_in_days: 7 },
    [
      [{ deletion_window_in_days: 31 }, "ValidationException", "7 to 30"],
      [{ policy: "{}" }, "MalformedPolicyDocument", "no Statement"],
    ],
  ],
  [
    "aws_kms_alias",
    { name: "alias/cartographer" },
    [
      [{ name: "cartographer" }, "ValidationException", 'begin with "alias/"'],
      [{ name: "alias/aws/x" }, "ValidationException", "which is AWS's"],
    ],
  ],
  ["aws_backup_vault", { name: "cartographer" }, [[{ name: "a vault" }, "InvalidParameterValueException", "2 to 50"]]],
  [
    "aws_backup_plan",
    { name: "daily", rule: [backupRule] },
    [
      [{ name: "" }, "InvalidParameterValueException", "1 to 50"],
      [{ rule: [{ ...backupRule, rule_name: "a b" }] }, "InvalidParameterValueException", "1 to 50"],
      [{ rule: [{ ...backupRule, schedule: "daily" }] }, "InvalidParameterValueException", "no cron(...)"],
      [{ rule: [{ ...backupRule, schedule: "cron(0 18 * * *)" }] }, "InvalidParameterValueException", "six fields"],
      [{ rule: [{ ...backupRule, lifecycle: [{ delete_after: -1 }] }] }, "InvalidParameterValueException", "negative"],
      [
        { rule: [{ ...backupRule, copy_action: [{ lifecycle: [{ cold_storage_after: 30, delete_after: 60 }] }] }] },
        "InvalidParameterValueException",
        "less than 90 days after",
      ],
      [{ rule: [{ ...backupRule, start_window: 30 }] }, "InvalidParameterValueException", "must be 60 at least"],
      [{ rule: [{ ...backupRule, completion_window: 100 }] }, "InvalidParameterValueException", "60 more than that"],
    ],
  ],
  [
    "aws_backup_selection",
    { name: "efs", resources: ["arn:aws:elasticfilesystem:ap-northeast-1:123456789012:file-system/fs-0"] },
    [
      [{ name: "a b" }, "InvalidParameterValueException", "1 to 50"],
      [{ resources: ["fs-0"] }, "InvalidParameterValueException", "is no ARN"],
    ],
  ],
  [
    "aws_sns_topic",
    { name: "alarms" },
    [
      [{ name: "my alarms" }, "InvalidParameter", "1 to 256"],
      [{ policy: policy(rights) }, "MalformedPolicyDocument", "no Principal"],
    ],
  ],
  [
    "aws_sns_topic_policy",
    { policy: policy({ ...keyRights, Action: "sns:Publish" }) },
    [[{ policy: policy(trust) }, "MalformedPolicyDocument", "has no Resource"]],
  ],
  [
    "aws_sns_topic_subscription",
    { protocol: "email", endpoint: "ops@example.com" },
    [
      [{ protocol: "mail" }, "InvalidParameter", "email-json"],
      [{ endpoint: "ops" }, "InvalidParameter", "none for the protocol email"],
      [{ protocol: "https" }, "InvalidParameter", "none for the protocol https"],
    ],
  ],
  [
    "aws_cloudwatch_metric_alarm",
    alarm,
    [
      [{ alarm_name: "" }, "ValidationError", "1 to 255"],
      [{ comparison_operator: ">" }, "ValidationError", "GreaterThanThreshold"],
      [{ statistic: "Mean" }, "ValidationError", "Average"],
      [{ statistic: null }, "ValidationError", "One of statistic"],
      [{ extended_statistic: "p99" }, "ValidationError", "One of statistic"],
      [{ treat_missing_data: "bad" }, "ValidationError", "notBreaching"],
      [{ evaluation_periods: 0 }, "ValidationError", "no whole number"],
      [{ datapoints_to_alarm: 0 }, "ValidationError", "no whole number"],
      [{ period: 45 }, "ValidationError", "multiple of 60"],
      [{ alarm_actions: ["1", "2", "3", "4", "5", "6"] }, "LimitExceeded", "more than five"],
    ],
  ],
  [
    "aws_budgets_budget",
    budget,
    [
      [{ name: "a:b" }, "InvalidParameterException", "1 to 100"],
      [{ budget_type: "MONEY" }, "InvalidParameterException", "COST"],
      [{ time_unit: "WEEKLY" }, "InvalidParameterException", "MONTHLY"],
      [{ limit_amount: "fifty" }, "InvalidParameterException", "no amount"],
      [{ notification: [{ ...notification, threshold_type: "%" }] }, "InvalidParameterException", "PERCENTAGE"],
      [{ notification: [{ ...notification, notification_type: "X" }] }, "InvalidParameterException", "FORECASTED"],
      [{ notification: [{ ...notification, comparison_operator: ">" }] }, "InvalidParameterException", "GREATER_THAN"],
      [
        { notification: [{ ...notification, subscriber_email_addresses: [] }] },
        "InvalidParameterException",
        "one subscriber",
      ],
    ],
  ],
  [
    "aws_cloudwatch_log_group",
    { name: "/cartographer/flow", retention_in_days: 30 },
    [
      [{ name: "a b" }, "InvalidParameterException", "1 to 512"],
      [{ retention_in_days: 31 }, "InvalidParameterException", "30, 60"],
      [{ log_group_class: "COLD" }, "InvalidParameterException", "STANDARD"],
    ],
  ],
  [
    "aws_flow_log",
    flowLog,
    [
      [{ vpc_id: null }, "Invalid Attribute Combination", "none is"],
      [{ subnet_id: "subnet-1" }, "Invalid Attribute Combination", "vpc_id, subnet_id are"],
      [{ traffic_type: "SOME" }, "InvalidParameter", "ACCEPT, ALL, REJECT"],
      [{ log_destination_type: "disk" }, "InvalidParameter", "s3"],
      [{ max_aggregation_interval: 300 }, "InvalidParameter", "60, 600"],
      [{ iam_role_arn: null }, "InvalidParameter", "can't be empty"],
    ],
  ],
  [
    "aws_secretsmanager_secret",
    { name: "cartographer/prod", recovery_window_in_days: 7 },
    [
      [{ name: "a b" }, "InvalidParameterException", "1 to 512"],
      [{ recovery_window_in_days: 3 }, "InvalidParameterException", "nor 7 to 30"],
      [{ policy: "no" }, "MalformedPolicyDocument", "no JSON"],
    ],
  ],
  [
    "cloudflare_zone_setting",
    { zone_id: ZONE, setting_id: "ssl", value: "strict" },
    [
      [{ zone_id: "example.com" }, "Could not route", "32 hexadecimal"],
      [{ setting_id: "SSL mode" }, "Undefined zone setting", "no name of a setting"],
      [{ value: "on" }, "Invalid value", "strict"],
      [{ setting_id: "always_use_https", value: true }, "Invalid value", "off, on"],
    ],
  ],
];

refusedAtPlan(cases);
