import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Annotations, TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import { PUBLISHERS } from "../resources";
import type { Account } from "./account";
import type { AppHost } from "./app-host";
import type { Encryption } from "./encryption";
import type { FileSystem } from "./file-system";
import { policyText } from "./policy-document";

export interface AlarmsProps {
  readonly prefix: string;
  readonly account: Account;
  readonly encryption: Encryption;
  readonly host: AppHost;
  readonly fileSystem: FileSystem;
  /** Who is told. */
  readonly emails: readonly string[];
}

const MINUTE = 60;
const GIB = 1024 ** 3;

/**
 * What somebody must look at, told by e-mail: that the host fails, and that it or the file system is about to be
 * throttled.
 */
export class Alarms extends Construct {
  private readonly topic: SnsTopic;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmsProps,
  ) {
    super(scope, id);
    this.topic = this.encryptedTopic();
    this.tellPeople(props.emails);
    this.watchHost(props.host);
    this.watchFileSystem(props.fileSystem);
  }

  private encryptedTopic(): SnsTopic {
    const { prefix, account, encryption } = this.props;
    const name = `${prefix}-alarms`;
    const topic = new SnsTopic(this, "aws_sns_topic.alarms", {
      name,
      kmsMasterKeyId: encryption.key.arn,
      tags: { Name: name },
    });
    new SnsTopicPolicy(this, "aws_sns_topic_policy.alarms", {
      arn: topic.arn,
      policy: policyText(
        ...PUBLISHERS.map(({ sid, service }) => ({
          Sid: sid,
          Effect: "Allow" as const, // a literal, which map would widen
          Principal: { Service: service },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": account.id } },
        })),
      ),
    });
    return topic;
  }

  private tellPeople(emails: readonly string[]): void {
    if (emails.length === 0)
      Annotations.of(this).addWarning("Nobody is told of alarms: config/project.ts, alarmEmails.");
    const each = TerraformIterator.fromList([...emails]);
    new SnsTopicSubscription(this, "aws_sns_topic_subscription.emails", {
      forEach: each,
      topicArn: this.topic.arn,
      protocol: "email",
      endpoint: each.value,
    });
  }

  private watchHost({ instance }: AppHost): void {
    const dimensions = { InstanceId: instance.id };
    this.alarm("status_check", {
      alarmDescription: "The host or what it runs on fails AWS's checks. AWS recovers from failing hardware by itself.",
      namespace: "AWS/EC2",
      metricName: "StatusCheckFailed",
      dimensions,
      statistic: "Maximum",
      period: MINUTE,
      evaluationPeriods: 5,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      // A host that is gone says nothing.
      treatMissingData: "breaching",
    });
    if (!instance.instanceTypeInput?.startsWith("t")) return; // other types have no credits to run out of
    this.alarm("cpu_credits", {
      alarmDescription: "The host has nearly used up its CPU credits; beyond them it costs extra, or is throttled.",
      namespace: "AWS/EC2",
      metricName: "CPUCreditBalance",
      dimensions,
      statistic: "Minimum",
      period: 5 * MINUTE,
      evaluationPeriods: 3,
      comparisonOperator: "LessThanThreshold",
      // Half an hour of both processors of a t4g.medium.
      threshold: 60,
    });
  }

  private watchFileSystem({ efs }: FileSystem): void {
    const dimensions = { FileSystemId: efs.id };
    this.alarm("efs_burst_credits", {
      alarmDescription: "The file system has nearly used up its burst credits; then it slows down to its base rate.",
      namespace: "AWS/EFS",
      metricName: "BurstCreditBalance",
      dimensions,
      statistic: "Minimum",
      period: 5 * MINUTE,
      evaluationPeriods: 3,
      comparisonOperator: "LessThanThreshold",
      // Half an hour at the burst rate of 100 MiB/s; a new file system has 2.1 TiB.
      threshold: 180 * GIB,
    });
    this.alarm("efs_io_limit", {
      alarmDescription: "The file system is near the operations a second of its performance mode.",
      namespace: "AWS/EFS",
      metricName: "PercentIOLimit",
      dimensions,
      statistic: "Maximum",
      period: 5 * MINUTE,
      evaluationPeriods: 3,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 95,
      // Without a mount there are no operations.
      treatMissingData: "notBreaching",
    });
  }

  private alarm(name: string, config: Omit<CloudwatchMetricAlarmConfig, "alarmName">): void {
    new CloudwatchMetricAlarm(this, `aws_cloudwatch_metric_alarm.${name}`, {
      ...config,
      alarmName: `${this.props.prefix}-${name.replaceAll("_", "-")}`,
      alarmActions: [this.topic.arn],
      okActions: [this.topic.arn],
    });
  }
}
