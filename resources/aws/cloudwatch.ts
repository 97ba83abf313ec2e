import { by, type ResourceTypes } from "../description";
import { of, TAGGING, USE_KEY } from "./actions";

const cloudwatch = of("cloudwatch");
const logs = of("logs");

export const cloudwatchTypes: ResourceTypes = {
  aws_cloudwatch_log_group: {
    writes: logs(
      ...["CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy", "AssociateKmsKey", "DisassociateKmsKey"],
      ...TAGGING,
    ),
    reads: logs("DescribeLogGroups", "ListTagsForResource"),
    keyUser: ({ region, account }) => ({
      sid: "Logs",
      service: `logs.${region}.amazonaws.com`,
      actions: USE_KEY,
      condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` },
      },
    }),
    imported: by("<name>", "cartographer-staging-flow-logs"),
  },
  aws_cloudwatch_metric_alarm: {
    writes: cloudwatch("PutMetricAlarm", "DeleteAlarms", ...TAGGING),
    reads: cloudwatch("DescribeAlarms", "ListTagsForResource"),
    publisher: { sid: "Alarms", service: "cloudwatch.amazonaws.com" },
    imported: by("<alarm_name>", "cartographer-staging-status-check"),
  },
};
