import { statements, synthInfra } from "../synthesised";

const { resource } = synthInfra("prod");
const key = resource.aws_kms_key?.main;
const replica = resource.aws_kms_replica_key?.backup;
const ROOT = { AWS: "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" };

it("is one key an environment: it rotates, its deletion can be taken back, the second region has it too", () => {
  expect(key).toMatchObject({ enable_key_rotation: true, multi_region: true, deletion_window_in_days: 30 });
  expect(replica).toMatchObject({
    primary_key_arn: "${aws_kms_key.main.arn}",
    region: "ap-northeast-3",
    deletion_window_in_days: 30,
  });
  expect(resource.aws_kms_alias?.main).toMatchObject({ name: "alias/cartographer" });
});

it("encrypts whatever keeps data", () => {
  const users = {
    "file system": resource.aws_efs_file_system?.m36?.kms_key_id,
    "root disk": resource.aws_instance?.app?.root_block_device,
    log: resource.aws_cloudwatch_log_group?.flow?.kms_key_id,
    topic: resource.aws_sns_topic?.alarms?.kms_master_key_id,
    backups: resource.aws_backup_vault?.main?.kms_key_arn,
  };
  for (const use of Object.values(users)) expect(JSON.stringify(use)).toContain("${aws_kms_key.main.arn}");
  expect(resource.aws_backup_vault?.copies?.kms_key_arn).toBe("${aws_kms_replica_key.backup.arn}");
});

describe.each([
  ["key", key],
  ["replica", replica],
])("the policy of the %s", (_which, block) => {
  const policy = statements(block?.policy);

  it("names who: this account's own principals and services of AWS, never the world", () => {
    for (const { Principal } of Object.values(policy)) {
      expect([ROOT, { Service: expect.stringMatching(/^[a-z0-9.-]+\.amazonaws\.com$/) }]).toContainEqual(Principal);
    }
  });

  it("lets nobody who looks after the key decrypt with it", () => {
    const actions = [policy.Administration?.Action].flat().map(String);
    expect(actions.filter((action) => /\*$|crypt|DataKey|Grant$/.test(action)).sort()).toEqual([
      "kms:Describe*",
      "kms:Get*",
      "kms:List*",
      "kms:RevokeGrant",
    ]);
  });

  it("allows a copy between regions, which asks each key through the service of the other region", () => {
    expect(policy.UseThroughServices?.Condition).toEqual({
      StringLike: { "kms:ViaService": expect.arrayContaining(["backup.*.amazonaws.com"]) },
    });
    expect(JSON.stringify(policy.UseForBackups?.Condition)).toContain(":role/cartographer-backup");
  });
});

it("lets CloudWatch use the key of its region for this account's logs and alarms", () => {
  const policy = statements(key?.policy);
  expect(policy.Logs?.Principal).toEqual({ Service: "logs.ap-northeast-1.amazonaws.com" });
  expect(policy.Alarms).toMatchObject({
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Condition: { StringEquals: { "aws:SourceAccount": expect.any(String) } },
  });
  expect(Object.keys(statements(replica?.policy))).not.toEqual(expect.arrayContaining(["Logs"]));
});

it("has a place for the host's secrets, encrypted, and no value in it", () => {
  const { resource, output } = synthInfra("staging");
  expect(resource.aws_secretsmanager_secret).toEqual({
    application: {
      name: "cartographer-staging/application",
      description: expect.any(String),
      kms_key_id: "${aws_kms_key.main.arn}",
      recovery_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
      tags: { Name: "cartographer-staging/application" },
    },
  });
  expect(resource).not.toHaveProperty("aws_secretsmanager_secret_version");
  expect(output.infra_metadata?.value).toMatchObject({ secret_name: "cartographer-staging/application" });
});
