import type { DataRule, ResourceRule } from "../rule";
import { availabilityZones, callerIdentity } from "./aws/account";
import { eip } from "./aws/addresses";
import { budget, metricAlarm } from "./aws/alarms";
import { ami } from "./aws/ami";
import { backupPlan, backupSelection, backupVault } from "./aws/backup";
import { fileSystem } from "./aws/efs";
import { accessPoint, mountTarget } from "./aws/efs-mounts";
import { internetGateway, routeTable, routeTableAssociation } from "./aws/gateways";
import { openIdConnectProvider, policy } from "./aws/iam-policies";
import { instanceProfile, role, rolePolicy, rolePolicyAttachment } from "./aws/iam-roles";
import { accessKey, user, userPolicy, userPolicyAttachment } from "./aws/iam-users";
import { instance } from "./aws/instance";
import { keyPair } from "./aws/key-pair";
import { kmsAlias, kmsKeyRule, kmsReplicaKey } from "./aws/kms";
import { flowLog, logGroup } from "./aws/logs";
import { managedPrefixList } from "./aws/prefix-list";
import { secret } from "./aws/secrets";
import { defaultSecurityGroup, securityGroup } from "./aws/security-groups";
import { topic, topicPolicy, topicSubscription } from "./aws/sns";
import { subnet, vpc } from "./aws/vpc";
import { dnsRecord } from "./cloudflare/dns";
import { ipRanges } from "./cloudflare/ip-ranges";
import { originCaCertificate } from "./cloudflare/origin-ca";
import { zoneSetting } from "./cloudflare/zone-setting";
import { file } from "./local/file";
import { organizationMembership, team, teamOrganizationMember } from "./tfe/members";
import { variable, workspace, workspaceSettings } from "./tfe/workspaces";

/** The rules of every resource type that the local cloud knows. */
export const resourceRules: Readonly<Record<string, ResourceRule>> = {
  aws_backup_plan: backupPlan,
  aws_backup_selection: backupSelection,
  aws_backup_vault: backupVault,
  aws_budgets_budget: budget,
  aws_cloudwatch_log_group: logGroup,
  aws_cloudwatch_metric_alarm: metricAlarm,
  aws_default_security_group: defaultSecurityGroup,
  aws_ec2_managed_prefix_list: managedPrefixList,
  aws_efs_access_point: accessPoint,
  aws_efs_file_system: fileSystem,
  aws_efs_mount_target: mountTarget,
  aws_eip: eip,
  aws_flow_log: flowLog,
  aws_iam_access_key: accessKey,
  aws_iam_instance_profile: instanceProfile,
  aws_iam_openid_connect_provider: openIdConnectProvider,
  aws_iam_policy: policy,
  aws_iam_role: role,
  aws_iam_role_policy: rolePolicy,
  aws_iam_role_policy_attachment: rolePolicyAttachment,
  aws_iam_user: user,
  aws_iam_user_policy: userPolicy,
  aws_iam_user_policy_attachment: userPolicyAttachment,
  aws_instance: instance,
  aws_internet_gateway: internetGateway,
  aws_key_pair: keyPair,
  aws_kms_alias: kmsAlias,
  aws_kms_key: kmsKeyRule,
  aws_kms_replica_key: kmsReplicaKey,
  aws_route_table: routeTable,
  aws_route_table_association: routeTableAssociation,
  aws_secretsmanager_secret: secret,
  aws_security_group: securityGroup,
  aws_sns_topic: topic,
  aws_sns_topic_policy: topicPolicy,
  aws_sns_topic_subscription: topicSubscription,
  aws_subnet: subnet,
  aws_vpc: vpc,
  cloudflare_dns_record: dnsRecord,
  cloudflare_origin_ca_certificate: originCaCertificate,
  cloudflare_zone_setting: zoneSetting,
  local_file: file,
  tfe_organization_membership: organizationMembership,
  tfe_team_organization_member: teamOrganizationMember,
  tfe_variable: variable,
  tfe_workspace: workspace,
  tfe_workspace_settings: workspaceSettings,
};

/** The rules of every data source that it knows. */
export const dataRules: Readonly<Record<string, DataRule>> = {
  aws_ami: ami,
  aws_availability_zones: availabilityZones,
  aws_caller_identity: callerIdentity,
  cloudflare_ip_ranges: ipRanges,
  tfe_team: team,
};
