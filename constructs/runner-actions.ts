/** The actions of one service. */
const of =
  (service: string) =>
  (...names: readonly string[]): readonly string[] =>
    names.map((name) => `${service}:${name}`);

const backup = of("backup");
const cloudwatch = of("cloudwatch");
const ec2 = of("ec2");
const efs = of("elasticfilesystem");
const iam = of("iam");
const kms = of("kms");
const logs = of("logs");
const secretsmanager = of("secretsmanager");
const sns = of("sns");

const EC2_TAGS = ec2("CreateTags", "DeleteTags");
const RULES = ec2(
  "AuthorizeSecurityGroupIngress",
  "AuthorizeSecurityGroupEgress",
  "RevokeSecurityGroupIngress",
  "RevokeSecurityGroupEgress",
);
/** What starting a disk, a file system or a vault with a key of ours asks of the caller. */
const USE_OF_KEY = kms(
  ...["CreateGrant", "RetireGrant", "Decrypt", "ReEncryptFrom", "ReEncryptTo"],
  ...["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
);
/** Mount targets are network interfaces, made and removed in the caller's name. */
const INTERFACES = ec2("CreateNetworkInterface", "DeleteNetworkInterface", "ModifyNetworkInterfaceAttribute");
/** Services that act by a role of their own, which AWS makes at their first use in an account. */
const SERVICE_LINKED_ROLE = iam("CreateServiceLinkedRole");
const TAGGING = ["TagResource", "UntagResource"] as const;

/**
 * What Terraform does at AWS, beyond reading, for each type in the infrastructure stacks: from the provider's source
 * and the services' own lists, https://docs.aws.amazon.com/service-authorization/latest/reference/. A test fails on a
 * type that the stacks use and this table lacks, and on one that no stack uses. What would lose data is not here:
 * nobody may.
 */
export const WRITES: Readonly<Record<string, readonly string[]>> = {
  aws_backup_plan: backup("CreateBackupPlan", "UpdateBackupPlan", "DeleteBackupPlan", ...TAGGING),
  aws_backup_selection: [
    ...backup("CreateBackupSelection", "DeleteBackupSelection"),
    ...iam("PassRole"),
    ...SERVICE_LINKED_ROLE,
  ],
  aws_backup_vault: [
    ...backup("CreateBackupVault", ...TAGGING),
    ...of("backup-storage")("MountCapsule"),
    ...USE_OF_KEY,
  ],
  aws_cloudwatch_log_group: logs(
    "CreateLogGroup",
    "DeleteLogGroup",
    "PutRetentionPolicy",
    "AssociateKmsKey",
    "DisassociateKmsKey",
    ...TAGGING,
  ),
  aws_cloudwatch_metric_alarm: cloudwatch("PutMetricAlarm", "DeleteAlarms", ...TAGGING),
  aws_default_security_group: [...RULES, ...EC2_TAGS],
  aws_ec2_managed_prefix_list: [
    ...ec2("CreateManagedPrefixList", "ModifyManagedPrefixList", "DeleteManagedPrefixList"),
    ...EC2_TAGS,
  ],
  aws_efs_access_point: efs("CreateAccessPoint", "DeleteAccessPoint", ...TAGGING),
  aws_efs_file_system: [
    ...efs("CreateFileSystem", "UpdateFileSystem", "UpdateFileSystemProtection", "PutLifecycleConfiguration"),
    ...efs(...TAGGING),
    ...USE_OF_KEY,
  ],
  aws_efs_mount_target: [
    ...efs("CreateMountTarget", "DeleteMountTarget", "ModifyMountTargetSecurityGroups"),
    ...INTERFACES,
    ...SERVICE_LINKED_ROLE,
  ],
  aws_eip: [...ec2("AllocateAddress", "AssociateAddress", "DisassociateAddress"), ...EC2_TAGS],
  aws_flow_log: [...ec2("CreateFlowLogs", "DeleteFlowLogs"), ...EC2_TAGS, ...iam("PassRole")],
  aws_iam_instance_profile: iam(
    "CreateInstanceProfile",
    "DeleteInstanceProfile",
    "AddRoleToInstanceProfile",
    "RemoveRoleFromInstanceProfile",
    "TagInstanceProfile",
    "UntagInstanceProfile",
    "PassRole",
  ),
  aws_iam_role: iam(
    "CreateRole",
    "DeleteRole",
    "UpdateRole",
    "UpdateRoleDescription",
    "UpdateAssumeRolePolicy",
    "PutRolePermissionsBoundary",
    "TagRole",
    "UntagRole",
  ),
  aws_iam_role_policy: iam("PutRolePolicy", "DeleteRolePolicy"),
  aws_iam_role_policy_attachment: iam("AttachRolePolicy", "DetachRolePolicy"),
  aws_instance: [
    ...ec2("RunInstances", "TerminateInstances", "StartInstances", "StopInstances"),
    ...ec2("ModifyInstanceAttribute", "ModifyInstanceMetadataOptions", "ModifyInstanceMaintenanceOptions"),
    ...ec2("ModifyInstanceCreditSpecification", "ModifyVolume"),
    ...ec2("AssociateIamInstanceProfile", "DisassociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation"),
    ...EC2_TAGS,
    ...iam("PassRole"),
    ...USE_OF_KEY,
  ],
  aws_internet_gateway: [
    ...ec2("CreateInternetGateway", "AttachInternetGateway", "DetachInternetGateway", "DeleteInternetGateway"),
    ...EC2_TAGS,
  ],
  aws_key_pair: [...ec2("ImportKeyPair", "DeleteKeyPair"), ...EC2_TAGS],
  aws_kms_alias: kms("CreateAlias", "UpdateAlias", "DeleteAlias"),
  aws_kms_key: [
    ...kms("CreateKey", "PutKeyPolicy", "EnableKeyRotation", "UpdateKeyDescription", ...TAGGING),
    ...SERVICE_LINKED_ROLE,
  ],
  aws_kms_replica_key: kms("ReplicateKey", "CreateKey", "PutKeyPolicy", "UpdateKeyDescription", ...TAGGING),
  aws_route_table: [
    ...ec2("CreateRouteTable", "DeleteRouteTable", "CreateRoute", "ReplaceRoute", "DeleteRoute"),
    ...EC2_TAGS,
  ],
  aws_route_table_association: ec2("AssociateRouteTable", "DisassociateRouteTable", "ReplaceRouteTableAssociation"),
  // Neither the value nor its deletion: Terraform makes the place, people and the host have the rest.
  aws_secretsmanager_secret: [...secretsmanager("CreateSecret", "UpdateSecret", ...TAGGING), ...USE_OF_KEY],
  aws_security_group: [...ec2("CreateSecurityGroup", "DeleteSecurityGroup"), ...RULES, ...EC2_TAGS],
  aws_sns_topic: sns("CreateTopic", "DeleteTopic", "SetTopicAttributes", ...TAGGING),
  aws_sns_topic_policy: sns("SetTopicAttributes"),
  aws_sns_topic_subscription: sns("Subscribe", "Unsubscribe", "SetSubscriptionAttributes"),
  aws_subnet: [
    ...ec2("CreateSubnet", "DeleteSubnet", "ModifySubnetAttribute"),
    ...ec2("AssociateSubnetCidrBlock", "DisassociateSubnetCidrBlock"),
    ...EC2_TAGS,
  ],
  aws_vpc: [
    ...ec2("CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AssociateVpcCidrBlock", "DisassociateVpcCidrBlock"),
    ...EC2_TAGS,
  ],
};

/** How the services of those types, and of the data sources, are read: all that a plan needs. */
export const READS: readonly string[] = [
  ...backup("Describe*", "Get*", "List*"),
  ...cloudwatch("DescribeAlarms", "ListTagsForResource"),
  ...ec2("Describe*", "GetManagedPrefixListEntries"),
  ...efs("Describe*", "ListTagsForResource"),
  ...iam("GetInstanceProfile", "GetRole", "GetRolePolicy", "ListAttachedRolePolicies", "ListInstanceProfilesForRole"),
  ...iam("ListRolePolicies"),
  ...kms("DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListAliases", "ListResourceTags"),
  ...logs("DescribeLogGroups", "ListTagsForResource"),
  ...secretsmanager("DescribeSecret", "GetResourcePolicy"),
  ...sns("GetSubscriptionAttributes", "GetTopicAttributes", "ListTagsForResource"),
];

/** What no plan may do, not even one whose code has lost the block that says prevent_destroy. */
export const NEVER: readonly string[] = [
  ...backup("DeleteBackupVault", "DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle", "DisassociateRecoveryPoint"),
  ...ec2("ReleaseAddress"),
  ...efs("DeleteFileSystem", "CreateReplicationConfiguration"),
  ...kms("ScheduleKeyDeletion", "DisableKey", "DisableKeyRotation"),
  // Its value would be in a state; and nobody else may have it, or lose it.
  ...secretsmanager("GetSecretValue", "BatchGetSecretValue", "PutSecretValue", "PutResourcePolicy", "DeleteSecret"),
];
