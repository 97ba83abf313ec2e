import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Attributes } from "../../../rehearsal/cloud/rule";
import { emptyCloud, network, refusalsOf } from "./setup";

const SECOND_REGION = "ap-northeast-3";
const policy = (statement: object): string => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const trust = (...services: string[]): string =>
  policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: services } });
const rights = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });

async function scene() {
  const base = emptyCloud();
  const { cloud, call } = base;
  const make = async (type: string, attributes: Attributes): Promise<Attributes> =>
    (await cloud.create(type, attributes, call)).attributes;
  const summaries = async (type: string, attributes: Attributes): Promise<readonly string[]> =>
    (await refusalsOf(() => cloud.create(type, attributes, call))).map((refusal) => refusal.summary);
  const deleting = (type: string, id: unknown) => refusalsOf(() => cloud.remove(type, String(id), call));
  return { ...base, make, summaries, deleting };
}

describe("keys", () => {
  test("a key of several regions, its replica and their aliases", async () => {
    const { make, summaries, cloud, call } = await scene();
    const key = await make("aws_kms_key", { multi_region: true, enable_key_rotation: true });
    expect(key).toMatchObject({
      id: expect.stringMatching(/^mrk-[0-9a-f]{32}$/),
      key_id: key.id,
      arn: `arn:aws:kms:ap-northeast-1:123456789012:key/${key.id}`,
      rotation_period_in_days: 365,
    });
    const plain = await make("aws_kms_key", {});
    expect(plain.id).toMatch(/^[0-9a-f-]{36}$/);
    const elsewhere = { region: SECOND_REGION };
    expect(await summaries("aws_kms_replica_key", { ...elsewhere, primary_key_arn: plain.arn ?? null })).toEqual([
      "UnsupportedOperationException",
    ]);
    expect(await summaries("aws_kms_replica_key", { primary_key_arn: key.arn ?? null })).toEqual([
      "UnsupportedOperationException",
    ]);
    const replica = await make("aws_kms_replica_key", { ...elsewhere, primary_key_arn: key.arn ?? null });
    expect(replica).toMatchObject({
      id: key.id,
      arn: `arn:aws:kms:${SECOND_REGION}:123456789012:key/${key.id}`,
      key_rotation_enabled: true,
    });
    const alias = { name: "alias/cartographer", target_key_id: key.key_id ?? null };
    expect(await make("aws_kms_alias", alias)).toMatchObject({ id: alias.name, target_key_arn: key.arn });
    expect(await summaries("aws_kms_alias", alias)).toEqual(["AlreadyExistsException"]);
    expect(await make("aws_kms_alias", { ...alias, ...elsewhere })).toMatchObject({ target_key_arn: replica.arn });
    expect(await summaries("aws_kms_alias", { ...alias, name: "alias/x", target_key_id: "none" })).toEqual([
      "NotFoundException",
    ]);
    cloud.remove("aws_kms_key", String(key.id), call); // KMS deletes keys that are in use
  });

  test("services take keys of their own region, that exist", async () => {
    const { make, summaries } = await scene();
    const far = await make("aws_kms_key", { region: SECOND_REGION });
    const near = await make("aws_kms_key", {});
    const files = { creation_token: "m36", encrypted: true };
    expect(await summaries("aws_efs_file_system", { ...files, kms_key_id: far.arn ?? null })).toEqual([
      "InvalidKmsKeyRegion",
    ]);
    expect(await summaries("aws_efs_file_system", { ...files, kms_key_id: `${near.arn}0` })).toEqual([
      "KmsKeyNotFound",
    ]);
    await make("aws_efs_file_system", { ...files, kms_key_id: near.arn ?? null });
  });
});

describe("roles and policies", () => {
  test("a role goes after what it has", async () => {
    const { make, summaries, deleting, cloud, call } = await scene();
    const role = await make("aws_iam_role", { name: "host", assume_role_policy: trust("ec2.amazonaws.com") });
    expect(role).toMatchObject({
      id: "host",
      arn: "arn:aws:iam::123456789012:role/host",
      unique_id: expect.stringMatching(/^AROA/),
    });
    expect(await summaries("aws_iam_role", { name: "host", assume_role_policy: trust("x.amazonaws.com") })).toEqual([
      "EntityAlreadyExists",
    ]);
    const inline = await make("aws_iam_role_policy", { name: "read", role: "host", policy: rights });
    expect(inline.id).toBe("host:read");
    const managed = await make("aws_iam_policy", { name: "boundary", path: "/terraform/", policy: rights });
    expect(managed.arn).toBe("arn:aws:iam::123456789012:policy/terraform/boundary");
    const attached = await make("aws_iam_role_policy_attachment", { role: "host", policy_arn: managed.arn ?? null });
    expect(cloud.importObject("aws_iam_role_policy_attachment", `host/${managed.arn}`, call)?.attributes).toEqual(
      attached,
    );
    expect(cloud.read("aws_iam_policy", String(managed.id), call)?.attributes.attachment_count).toBe(1);
    await make("aws_iam_role_policy_attachment", {
      role: "host",
      policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    expect(await summaries("aws_iam_role_policy_attachment", { role: "host", policy_arn: `${managed.arn}x` })).toEqual([
      "NoSuchEntity",
    ]);
    const profile = await make("aws_iam_instance_profile", { name: "host", role: "host" });
    expect(profile.arn).toBe("arn:aws:iam::123456789012:instance-profile/host");
    expect(await deleting("aws_iam_policy", managed.id)).toMatchObject([{ summary: "DeleteConflict" }]);
    expect(await deleting("aws_iam_role", "host")).toMatchObject([
      {
        summary: "DeleteConflict",
        detail: expect.stringMatching(
          /aws_iam_role_policy host:read, .*aws_iam_instance_profile host still refer to it/,
        ),
      },
    ]);
  });

  test("a role has ten managed policies, and so many characters inline", async () => {
    const { make, summaries } = await scene();
    await make("aws_iam_role", { name: "host", assume_role_policy: trust("ec2.amazonaws.com") });
    for (let index = 0; index < 10; index += 1) {
      await make("aws_iam_role_policy_attachment", { role: "host", policy_arn: `arn:aws:iam::aws:policy/P${index}` });
    }
    expect(
      await summaries("aws_iam_role_policy_attachment", { role: "host", policy_arn: "arn:aws:iam::aws:policy/X" }),
    ).toEqual(["LimitExceeded"]);
    const Action = Array.from({ length: 600 }, (_, index) => `ec2:A${1000 + index}`);
    const long = policy({ Effect: "Allow", Action, Resource: "*" });
    await make("aws_iam_role_policy", { name: "one", role: "host", policy: long });
    expect(await summaries("aws_iam_role_policy", { name: "two", role: "host", policy: long })).toEqual([
      "LimitExceeded",
    ]);
  });

  test("an identity provider is named by its host", async () => {
    const { make, summaries } = await scene();
    const provider = { url: "https://app.terraform.io", client_id_list: ["aws.workload.identity"] };
    expect(await make("aws_iam_openid_connect_provider", provider)).toMatchObject({
      arn: "arn:aws:iam::123456789012:oidc-provider/app.terraform.io",
      thumbprint_list: [expect.stringMatching(/^[0-9a-f]{40}$/)],
    });
    expect(await summaries("aws_iam_openid_connect_provider", provider)).toEqual(["EntityAlreadyExists"]);
  });
});

describe("backups", () => {
  test("a vault in each of two regions, by the same name, a plan and what it selects", async () => {
    const { make, summaries, deleting, cloud, call } = await scene();
    const vault = await make("aws_backup_vault", { name: "cartographer" });
    const copy = await make("aws_backup_vault", { name: "cartographer", region: SECOND_REGION });
    expect([vault.id, copy.id]).toEqual(["cartographer", "cartographer"]);
    expect(copy.arn).toBe(`arn:aws:backup:${SECOND_REGION}:123456789012:backup-vault:cartographer`);
    expect(await summaries("aws_backup_vault", { name: "cartographer" })).toEqual(["AlreadyExistsException"]);
    const found = cloud.importObject("aws_backup_vault", "cartographer", call);
    expect(found?.attributes).toEqual(vault);

    const rule = {
      rule_name: "daily",
      target_vault_name: "cartographer",
      schedule: "cron(0 18 * * ? *)",
      lifecycle: [{ delete_after: 35 }],
      copy_action: [{ destination_vault_arn: copy.arn ?? null, lifecycle: [{ delete_after: 35 }] }],
    };
    expect(
      await summaries("aws_backup_plan", { name: "daily", rule: [{ ...rule, target_vault_name: "none" }] }),
    ).toEqual(["InvalidParameterValueException"]);
    const plan = await make("aws_backup_plan", { name: "daily", rule: [rule] });
    const changed = await cloud.update(
      "aws_backup_plan",
      String(plan.id),
      { rule: [{ ...rule, start_window: 120 }] },
      call,
    );
    expect(changed.attributes.version).not.toBe(plan.version);

    await make("aws_iam_role", { name: "backup", assume_role_policy: trust("backup.amazonaws.com") });
    await make("aws_iam_role", { name: "host", assume_role_policy: trust("ec2.amazonaws.com") });
    const selection = {
      name: "efs",
      plan_id: plan.id ?? null,
      iam_role_arn: "arn:aws:iam::123456789012:role/backup",
      resources: ["arn:aws:elasticfilesystem:ap-northeast-1:123456789012:file-system/fs-0"],
    };
    const host = "arn:aws:iam::123456789012:role/host";
    expect(await summaries("aws_backup_selection", { ...selection, iam_role_arn: host })).toEqual([
      "InvalidParameterValueException",
    ]);
    expect(await summaries("aws_backup_selection", { ...selection, resources: [] })).toEqual([
      "InvalidParameterValueException",
    ]);
    const made = await make("aws_backup_selection", selection);
    expect(cloud.importObject("aws_backup_selection", `${plan.id}|${made.id}`, call)?.attributes).toEqual(made);
    expect(await deleting("aws_backup_plan", plan.id)).toMatchObject([{ summary: "InvalidRequestException" }]);
  });
});

describe("alarms, logs and budgets", () => {
  test("a topic, who may publish, who listens, and an alarm that speaks to it", async () => {
    const { make, summaries } = await scene();
    const topic = await make("aws_sns_topic", { name: "alarms" });
    expect(topic.arn).toBe("arn:aws:sns:ap-northeast-1:123456789012:alarms");
    expect(await summaries("aws_sns_topic", { name: "alarms" })).toEqual(["TopicAlreadyExists"]);
    const publish = policy({
      Effect: "Allow",
      Action: "sns:Publish",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Resource: topic.arn,
    });
    await make("aws_sns_topic_policy", { arn: topic.arn ?? null, policy: publish });
    expect(await summaries("aws_sns_topic_policy", { arn: `${topic.arn}x`, policy: publish })).toEqual(["NotFound"]);
    const listener = { topic_arn: topic.arn ?? null, protocol: "email", endpoint: "ops@example.com" };
    expect(await make("aws_sns_topic_subscription", listener)).toMatchObject({ pending_confirmation: true });
    const alarm = { alarm_name: "cpu", alarm_actions: [topic.arn ?? null] };
    expect(await make("aws_cloudwatch_metric_alarm", alarm)).toMatchObject({
      id: "cpu",
      arn: "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:cpu",
      treat_missing_data: "missing",
    });
    expect(await summaries("aws_cloudwatch_metric_alarm", { ...alarm, region: SECOND_REGION })).toEqual([
      "ValidationError",
    ]);
  });

  test("flow logs go to a group of their own, by a role that may, under a key that lets them", async () => {
    const { make, summaries, cloud, call } = await scene();
    const { vpc } = await network(cloud, call);
    const closed = await make("aws_kms_key", {});
    const open = await make("aws_kms_key", {
      policy: policy({
        Effect: "Allow",
        Action: "kms:*",
        Principal: { AWS: "arn:aws:iam::123456789012:root", Service: "logs.ap-northeast-1.amazonaws.com" },
        Resource: "*",
      }),
    });
    const wanted = { name: "/cartographer/flow", retention_in_days: 30 };
    expect(await summaries("aws_cloudwatch_log_group", { ...wanted, kms_key_id: closed.arn ?? null })).toEqual([
      "InvalidParameterException",
    ]);
    const group = await make("aws_cloudwatch_log_group", { ...wanted, kms_key_id: open.arn ?? null });
    expect(group.arn).toBe("arn:aws:logs:ap-northeast-1:123456789012:log-group:/cartographer/flow");
    expect(await summaries("aws_cloudwatch_log_group", wanted)).toEqual(["ResourceAlreadyExistsException"]);
    const role = await make("aws_iam_role", { name: "flow", assume_role_policy: trust("vpc-flow-logs.amazonaws.com") });
    const host = await make("aws_iam_role", { name: "host", assume_role_policy: trust("ec2.amazonaws.com") });
    const log = {
      vpc_id: vpc.id ?? null,
      traffic_type: "ALL",
      log_destination: group.arn ?? null,
      iam_role_arn: role.arn ?? null,
    };
    expect(await summaries("aws_flow_log", { ...log, iam_role_arn: host.arn ?? null })).toEqual(["InvalidParameter"]);
    expect(await summaries("aws_flow_log", { ...log, log_destination: `${group.arn}x` })).toEqual(["InvalidParameter"]);
    expect(await make("aws_flow_log", log)).toMatchObject({
      id: expect.stringMatching(/^fl-/),
      max_aggregation_interval: 600,
    });
  });

  test("a budget is the account's", async () => {
    const { make, summaries } = await scene();
    const budget = {
      name: "monthly",
      budget_type: "COST",
      time_unit: "MONTHLY",
      limit_amount: "50",
      limit_unit: "USD",
    };
    expect(await make("aws_budgets_budget", budget)).toMatchObject({
      id: "123456789012:monthly",
      arn: "arn:aws:budgets::123456789012:budget/monthly",
      time_period_start: expect.stringMatching(/^\d{4}-\d\d-01_00:00$/),
    });
    expect(await summaries("aws_budgets_budget", budget)).toEqual(["DuplicateRecordException"]);
  });
});

test("a prefix list counts with all it may hold, in each of the groups that name it", async () => {
  const { cloud, call, make, summaries } = await scene();
  const { vpc } = await network(cloud, call);
  const list = async (address_family: string, max_entries: number) =>
    (await make("aws_ec2_managed_prefix_list", { name: address_family, address_family, max_entries, entry: [] })).id ??
    null;
  const [four, six] = [await list("IPv4", 59), await list("IPv6", 60)];
  const rule = { from_port: 443, to_port: 443, protocol: "tcp", prefix_list_ids: [four, six] };
  const group = (name: string, ...cidr_blocks: string[]) => ({
    name,
    vpc_id: vpc.id ?? null,
    ingress: [{ ...rule, cidr_blocks }],
  });
  const made = await make("aws_security_group", group("fits", "10.0.0.0/16"));
  expect(await summaries("aws_security_group", group("full", "10.0.0.0/16", "10.1.0.0/16"))).toEqual([
    "RulesPerSecurityGroupLimitExceeded",
  ]);
  expect(await refusalsOf(() => cloud.remove("aws_ec2_managed_prefix_list", String(four), call))).toMatchObject([
    { detail: expect.stringContaining(String(made.id)) },
  ]);
  const entry = [{ cidr: "173.245.48.0/20" }, { cidr: "173.245.48.0/20" }];
  expect(
    await summaries("aws_ec2_managed_prefix_list", { name: "x", address_family: "IPv4", max_entries: 2, entry }),
  ).toEqual(["InvalidParameterValue"]);
  const changed = await cloud.update(
    "aws_ec2_managed_prefix_list",
    String(four),
    { entry: [{ cidr: "173.245.48.0/20" }] },
    call,
  );
  expect(changed.attributes).toMatchObject({ version: 2 });
});

test("a secret is a place with a suffix, and nothing in it", async () => {
  const { make, summaries, project } = await scene();
  const secret = await make("aws_secretsmanager_secret", { name: "cartographer/prod" });
  expect(secret.arn).toMatch(
    /^arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:cartographer\/prod-[A-Za-z]{6}$/,
  );
  expect(secret.name).toBe("cartographer/prod");
  expect(await summaries("aws_secretsmanager_secret", { name: "cartographer/prod" })).toEqual([
    "ResourceExistsException",
  ]);
  expect(readFileSync(join(project, "cloud.json"), "utf8")).not.toContain("secret_string");
});

test("the account and the zones of its region", async () => {
  const { cloud, call } = await scene();
  expect(cloud.lookUp("aws_caller_identity", {}, call)).toMatchObject({ account_id: "123456789012" });
  expect(cloud.lookUp("aws_availability_zones", { state: "available" }, call)).toMatchObject({
    names: ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"],
  });
});

test("a zone's setting has one owner", async () => {
  const { make, summaries, cloud, call } = await scene();
  const setting = { zone_id: "0123456789abcdef0123456789abcdef", setting_id: "ssl", value: "strict" };
  const made = await make("cloudflare_zone_setting", setting);
  expect(made.id).toBe("ssl");
  expect(await summaries("cloudflare_zone_setting", setting)).toEqual(["Setting owned twice"]);
  const other = { ...setting, zone_id: "fedcba9876543210fedcba9876543210" };
  await make("cloudflare_zone_setting", other);
  expect(cloud.importObject("cloudflare_zone_setting", `${other.zone_id}/ssl`, call)?.attributes.zone_id).toBe(
    other.zone_id,
  );
});
