import { environmentNamed } from "../../config";
import { ORIGIN, statements, synthBootstrap, synthInfra } from "../synthesised";

const { resource } = synthInfra("prod");
const alarms = resource.aws_cloudwatch_metric_alarm ?? {};
const PEOPLE = { alarmEmails: ["a@example.com", "b@example.com"] };

it.each([
  ["status_check", "AWS/EC2", "StatusCheckFailed", { InstanceId: "${aws_instance.app.id}" }],
  ["cpu_credits", "AWS/EC2", "CPUCreditBalance", { InstanceId: "${aws_instance.app.id}" }],
  ["efs_burst_credits", "AWS/EFS", "BurstCreditBalance", { FileSystemId: "${aws_efs_file_system.m36.id}" }],
  ["efs_io_limit", "AWS/EFS", "PercentIOLimit", { FileSystemId: "${aws_efs_file_system.m36.id}" }],
])("watches %s", (name, namespace, metric_name, dimensions) => {
  expect(alarms[name]).toMatchObject({
    namespace,
    metric_name,
    dimensions,
    alarm_actions: ["${aws_sns_topic.alarms.arn}"],
    ok_actions: ["${aws_sns_topic.alarms.arn}"],
  });
});

it("takes a host that says nothing for a host that fails", () => {
  expect(alarms.status_check).toMatchObject({ treat_missing_data: "breaching" });
});

it("watches no credits of an instance type that has none", () => {
  const instance = { ...environmentNamed("prod").instance, type: "m7g.medium" };
  const watched = synthInfra("prod", { instance }).resource.aws_cloudwatch_metric_alarm ?? {};
  expect(Object.keys(watched).sort()).toEqual(["efs_burst_credits", "efs_io_limit", "status_check"]);
});

it("tells the people of config/project.ts", () => {
  const { resource: told } = synthInfra("prod", {}, ORIGIN, PEOPLE);
  expect(told.aws_sns_topic_subscription?.emails).toMatchObject({
    for_each: '${toset(["a@example.com", "b@example.com"])}',
    protocol: "email",
    endpoint: "${each.value}",
  });
});

it("lets CloudWatch, for this account, publish on the topic, and nobody else", () => {
  const policy = statements(resource.aws_sns_topic_policy?.alarms?.policy);
  expect(Object.keys(policy)).toEqual(["Alarms"]);
  expect(policy.Alarms).toMatchObject({
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: "sns:Publish",
    Condition: { StringEquals: { "aws:SourceAccount": expect.any(String) } },
  });
});

describe("the budget", () => {
  const budget = (shared = {}) => synthBootstrap(shared).resource.aws_budgets_budget?.monthly;

  it("is what config/project.ts says, a month, for the whole account", () => {
    expect(budget({ monthlyBudgetUsd: 99 })).toMatchObject({
      limit_amount: "99",
      limit_unit: "USD",
      time_unit: "MONTHLY",
    });
    expect(budget()).not.toHaveProperty("cost_filter");
  });

  it("tells people of what was spent and of what the month will come to", () => {
    const told = (notification_type: string) =>
      expect.objectContaining({ notification_type, subscriber_email_addresses: PEOPLE.alarmEmails });
    expect(budget(PEOPLE)?.notification).toEqual([told("ACTUAL"), told("FORECASTED")]);
    expect(budget()?.notification).toEqual([]);
  });
});
