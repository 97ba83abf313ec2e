/**
 * Resource types whose loss cannot be made good by another apply: data, what opens the data, secrets that nobody else
 * has, the address that others have written down, the place of all state. Each carries prevent_destroy, and a rehearsal
 * refuses a plan that would destroy one.
 */
export const STATEFUL_TYPES: readonly string[] = [
  "aws_backup_vault",
  "aws_efs_file_system",
  "aws_eip",
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_secretsmanager_secret",
  "tfe_workspace",
];

/**
 * Their addresses in an infrastructure stack. They are contract: under another address Terraform makes another object,
 * and destroys this one.
 */
export const STATEFUL_ADDRESSES: readonly string[] = [
  "aws_backup_vault.copies",
  "aws_backup_vault.main",
  "aws_efs_file_system.m36",
  "aws_eip.app",
  "aws_kms_key.main",
  "aws_kms_replica_key.backup",
  "aws_secretsmanager_secret.application",
];
