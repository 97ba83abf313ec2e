import type { Attributes, Check, CloudView, Refusal, ResourceRule, ResourceRules, Value } from "../../rule";
import { blocks, number, texts } from "../../values";
import { hex } from "../ids";
import { between, demand, each, isSet, matches, oneOf } from "../refuse";
import { ACCOUNT, arn, globalArn, regional, regionalKey, regionOf, tagged } from "./common";

const ACTIONS = ["alarm_actions", "ok_actions", "insufficient_data_actions"];

function actionsAreInRegion(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const here = regionOf(self, cloud);
  return ACTIONS.flatMap((attribute) =>
    texts(self[attribute]).flatMap((action) => {
      const region = action.split(":")[3];
      const detail = `${attribute} "${action}" is of ${region}; alarms of ${here} take actions of ${here} only.`;
      return demand(!region || region === here, { summary: "ValidationError", detail, attribute });
    }),
  );
}

const metricIsWhole: Check = (self) => {
  const [metric, statistic, extended] = [self.metric_name, self.statistic, self.extended_statistic];
  const known = metric !== undefined && statistic !== undefined && extended !== undefined;
  const holds = !known || !isSet(metric) || isSet(statistic) !== isSet(extended);
  const detail = "One of statistic or extended_statistic must be set for a metric.";
  return demand(holds, { summary: "ValidationError", detail, attribute: "statistic" });
};

function isPeriod(value: Value): boolean {
  const seconds = number(value) ?? 0;
  return [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const metricAlarm: ResourceRule = {
  id: (self) => String(self.alarm_name),
  key: regionalKey,
  defaults: { ...regional, ...tagged, actions_enabled: true, treat_missing_data: "missing" },
  computed: { arn: arn("cloudwatch", (self) => `alarm:${self.id}`), evaluate_low_sample_count_percentiles: "" },
  forceNew: ["alarm_name"],
  unique: [["alarm_name", "region"]],
  refuse: [
    matches("alarm_name", /^.{1,255}$/, "ValidationError", "is not 1 to 255 characters"),
    oneOf(
      "comparison_operator",
      [
        "GreaterThanOrEqualToThreshold",
        "GreaterThanThreshold",
        "GreaterThanUpperThreshold",
        "LessThanLowerOrGreaterThanUpperThreshold",
        "LessThanLowerThreshold",
        "LessThanOrEqualToThreshold",
        "LessThanThreshold",
      ],
      "ValidationError",
    ),
    oneOf("statistic", ["Average", "Maximum", "Minimum", "SampleCount", "Sum"], "ValidationError"),
    oneOf("treat_missing_data", ["breaching", "ignore", "missing", "notBreaching"], "ValidationError"),
    between("evaluation_periods", 1, 86_400, "ValidationError"),
    between("datapoints_to_alarm", 1, 86_400, "ValidationError"),
    each("period", isPeriod, "ValidationError", "is neither 10, 20, 30 nor a multiple of 60"),
    metricIsWhole,
    (self) =>
      ACTIONS.flatMap((attribute) =>
        demand(texts(self[attribute]).length <= 5, {
          summary: "LimitExceeded",
          detail: `${attribute} has more than five actions.`,
          attribute,
        }),
      ),
  ],
  conflict: [actionsAreInRegion],
};

const MOST_EMAILS = 10;

/** https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/API_budgets_NotificationWithSubscribers.html */
const subscribersFit: Check = (self) =>
  blocks(self.notification).flatMap((notification) => {
    const [mails, topics] = [notification.subscriber_email_addresses, notification.subscriber_sns_topic_arns];
    if (mails === undefined || topics === undefined) return [];
    const count = [texts(mails).length, texts(topics).length] as const;
    const holds = count[0] + count[1] > 0 && count[0] <= MOST_EMAILS && count[1] <= 1;
    const detail = `A notification has one subscriber at least, ${MOST_EMAILS} addresses and one topic at most.`;
    return demand(holds, { summary: "InvalidParameterException", detail, attribute: "notification" });
  });

function monthStart(): string {
  return `${new Date().toISOString().slice(0, 7)}-01_00:00`;
}

/**
 * Budgets belong to no region.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html
 */
const budget: ResourceRule = {
  id: (self) => `${ACCOUNT}:${self.name ?? `${self.name_prefix ?? "terraform-"}${hex(26)}`}`,
  defaults: { ...tagged, time_period_end: "2087-06-15_00:00" },
  computed: {
    account_id: ACCOUNT,
    name: (self) => String(self.id).slice(ACCOUNT.length + 1),
    name_prefix: "",
    arn: globalArn("budgets", (self) => `budget/${self.name}`),
    limit_amount: null,
    limit_unit: null,
    time_period_start: monthStart,
  },
  forceNew: ["account_id", "name", "name_prefix"],
  unique: [["name"]],
  taken: "DuplicateRecordException",
  refuse: [
    matches(
      "name",
      /^(?!.*\/action\/)[^:\\]{1,100}$/,
      "InvalidParameterException",
      'is not 1 to 100 characters without ":" and "\\"',
    ),
    oneOf(
      "budget_type",
      ["COST", "RI_COVERAGE", "RI_UTILIZATION", "SAVINGS_PLANS_COVERAGE", "SAVINGS_PLANS_UTILIZATION", "USAGE"],
      "InvalidParameterException",
    ),
    oneOf("time_unit", ["ANNUALLY", "CUSTOM", "DAILY", "MONTHLY", "QUARTERLY"], "InvalidParameterException"),
    matches("limit_amount", /^\d+(\.\d+)?$/, "InvalidParameterException", "is no amount"),
    oneOf("notification.comparison_operator", ["EQUAL_TO", "GREATER_THAN", "LESS_THAN"], "InvalidParameterException"),
    oneOf("notification.notification_type", ["ACTUAL", "FORECASTED"], "InvalidParameterException"),
    oneOf("notification.threshold_type", ["ABSOLUTE_VALUE", "PERCENTAGE"], "InvalidParameterException"),
    subscribersFit,
  ],
};

export const alarmRules: ResourceRules = {
  aws_budgets_budget: budget,
  aws_cloudwatch_metric_alarm: metricAlarm,
};
