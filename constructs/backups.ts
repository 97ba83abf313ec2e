import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { Construct } from "constructs";
import type { Account } from "./account";
import type { Encryption } from "./encryption";
import type { FileSystem } from "./file-system";
import { MANAGED_POLICIES } from "./managed-policies";
import { ServiceRole } from "./service-role";

export interface BackupsProps {
  readonly prefix: string;
  readonly account: Account;
  readonly encryption: Encryption;
  readonly fileSystem: FileSystem;
  /** Days a backup is kept, in both regions. */
  readonly keepDays: number;
}

/** 03:00 in Japan. */
const DAILY = "cron(0 18 * * ? *)";
/** AWS gives up a backup that takes longer; the provider's own default of three hours is short for a first one. */
const COMPLETION_MINUTES = 24 * 60;

/** A backup of the file system every day, and a copy of it in a second region. */
export class Backups extends Construct {
  constructor(scope: Construct, id: string, props: BackupsProps) {
    super(scope, id);
    const { prefix, account, encryption } = props;
    const lifecycle = { deleteAfter: props.keepDays };

    const vault = new BackupVault(this, "aws_backup_vault.main", {
      name: prefix,
      kmsKeyArn: encryption.key.arn,
      lifecycle: { preventDestroy: true },
    });
    const copies = new BackupVault(this, "aws_backup_vault.copies", {
      region: account.project.backupRegion,
      name: `${prefix}-copies`,
      kmsKeyArn: encryption.replica.arn,
      lifecycle: { preventDestroy: true },
    });
    const plan = new BackupPlan(this, "aws_backup_plan.daily", {
      name: `${prefix}-daily`,
      rule: [
        {
          ruleName: "daily",
          targetVaultName: vault.name,
          schedule: DAILY,
          completionWindow: COMPLETION_MINUTES,
          lifecycle,
          copyAction: [{ destinationVaultArn: copies.arn, lifecycle }],
        },
      ],
    });
    const { backup, restore } = MANAGED_POLICIES;
    const { role } = new ServiceRole(this, "role", {
      address: "backup",
      name: `${prefix}-backup`,
      description: "Backs the file system up, and restores it",
      account,
      service: "backup.amazonaws.com",
      managedPolicies: { backup, restore },
    });
    new BackupSelection(this, "aws_backup_selection.m36", {
      name: `${prefix}-m36`,
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: [props.fileSystem.efs.arn],
    });
  }
}
