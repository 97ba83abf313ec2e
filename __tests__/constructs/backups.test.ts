import { statements, synthInfra } from "../synthesised";

const { resource } = synthInfra("prod");

it("backs the file system up every day and copies the backup to another region", () => {
  expect(resource.aws_backup_plan?.daily?.rule).toEqual([
    expect.objectContaining({
      schedule: "cron(0 18 * * ? *)",
      target_vault_name: "${aws_backup_vault.main.name}",
      lifecycle: { delete_after: 35 },
      copy_action: [{ destination_vault_arn: "${aws_backup_vault.copies.arn}", lifecycle: { delete_after: 35 } }],
    }),
  ]);
  expect(resource.aws_backup_selection?.m36).toMatchObject({
    plan_id: "${aws_backup_plan.daily.id}",
    resources: ["${aws_efs_file_system.m36.arn}"],
  });
  expect(resource.aws_backup_vault?.copies).toMatchObject({ region: "ap-northeast-3" });
  expect(resource.aws_backup_vault?.main).not.toHaveProperty("region");
});

it("keeps them as long as config/environments.ts says", () => {
  const rule = JSON.stringify(synthInfra("staging", { backupDays: 90 }).resource.aws_backup_plan?.daily?.rule);
  expect(rule.match(/"delete_after":90/g)).toHaveLength(2);
});

it("never destroys a vault, and none with backups in it even when told to", () => {
  for (const vault of Object.values(resource.aws_backup_vault ?? {})) {
    expect(vault).toMatchObject({ lifecycle: { prevent_destroy: true } });
    expect(vault).not.toHaveProperty("force_destroy");
  }
});

it("has a role that AWS Backup alone takes, to back up and to restore", () => {
  expect(statements(resource.aws_iam_role?.backup?.assume_role_policy).Service?.Principal).toEqual({
    Service: "backup.amazonaws.com",
  });
  const attached = Object.values(resource.aws_iam_role_policy_attachment ?? {}).map(({ policy_arn }) => policy_arn);
  expect(attached).toEqual([
    "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
  ]);
});
