import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { Account } from "./account";
import type { Encryption } from "./encryption";
import { ServiceRole } from "./service-role";

export interface FlowLogsProps {
  readonly prefix: string;
  readonly account: Account;
  readonly vpc: Vpc;
  readonly encryption: Encryption;
  /** One of the values CloudWatch knows. */
  readonly keepDays: number;
}

/** Who spoke with whom in the VPC: what one wants to have when something happened. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { prefix, account } = props;
    const name = `${prefix}-flow-logs`;
    const tags = { Name: name };

    const group = new CloudwatchLogGroup(this, "aws_cloudwatch_log_group.flow", {
      name,
      kmsKeyId: props.encryption.key.arn,
      retentionInDays: props.keepDays,
      tags,
    });
    const writer = new ServiceRole(this, "role", {
      address: "flow_logs",
      name,
      description: "Writes the flow log of the VPC",
      account,
      service: "vpc-flow-logs.amazonaws.com",
      demandAccount: true,
      statements: [
        {
          Sid: "Write",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: [group.arn, `${group.arn}:*`],
        },
        { Sid: "Find", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
      ],
    });
    new FlowLog(this, "aws_flow_log.main", {
      vpcId: props.vpc.id,
      trafficType: "ALL",
      logDestination: group.arn,
      iamRoleArn: writer.role.arn,
      tags,
    });
  }
}
