import { by, type ResourceTypes } from "../description";
import { of, STORE_WITH_KEY, TAGGING } from "./actions";

const backup = of("backup");
const SERVICE = "backup.amazonaws.com";
const reads = backup("Describe*", "Get*", "List*");

export const backupTypes: ResourceTypes = {
  aws_backup_plan: {
    writes: backup("CreateBackupPlan", "UpdateBackupPlan", "DeleteBackupPlan", ...TAGGING),
    reads,
    imported: by("<id>", "5b3b2c9e-0d6c-4c53-a1f9-6d0d0f6e2f5a"),
  },
  aws_backup_selection: {
    writes: backup("CreateBackupSelection", "DeleteBackupSelection"),
    reads,
    givesRoleTo: SERVICE,
    linkedRole: SERVICE,
    imported: by("<plan_id>|<id>", "5b3b2c9e-…|9a1d7c1e-…"),
  },
  aws_backup_vault: {
    writes: [...backup("CreateBackupVault", ...TAGGING), ...of("backup-storage")("MountCapsule"), ...STORE_WITH_KEY],
    reads,
    never: backup(
      ...["DeleteBackupVault", "DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle", "DisassociateRecoveryPoint"],
    ),
    keyThrough: "backup",
    stateful: ["aws_backup_vault.copies", "aws_backup_vault.main"],
    imported: by("<name>", "cartographer-staging", "cartographer-staging-copies@ap-northeast-3"),
  },
};
