/**
 * Resource types whose loss cannot be made good by another apply: data, the address that others have written down, the
 * place of all state. Each carries prevent_destroy, and a rehearsal refuses a plan that would destroy one.
 */
export const STATEFUL_TYPES: readonly string[] = ["aws_efs_file_system", "aws_eip", "tfe_workspace"];
