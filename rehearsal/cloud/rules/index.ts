import type { DataRule, ResourceRules } from "../rule";
import { availabilityZones, callerIdentity } from "./aws/account";
import { addressRules } from "./aws/addresses";
import { alarmRules } from "./aws/alarms";
import { ami } from "./aws/ami";
import { backupRules } from "./aws/backup";
import { efsRules } from "./aws/efs";
import { efsMountRules } from "./aws/efs-mounts";
import { gatewayRules } from "./aws/gateways";
import { iamPolicyRules } from "./aws/iam-policies";
import { iamRoleRules } from "./aws/iam-roles";
import { iamUserRules } from "./aws/iam-users";
import { instanceRules } from "./aws/instance";
import { keyPairRules } from "./aws/key-pair";
import { kmsRules } from "./aws/kms";
import { logRules } from "./aws/logs";
import { prefixListRules } from "./aws/prefix-list";
import { secretRules } from "./aws/secrets";
import { securityGroupRules } from "./aws/security-groups";
import { snsRules } from "./aws/sns";
import { vpcRules } from "./aws/vpc";
import { dnsRules } from "./cloudflare/dns";
import { ipRanges } from "./cloudflare/ip-ranges";
import { originCaRules } from "./cloudflare/origin-ca";
import { zoneSettingRules } from "./cloudflare/zone-setting";
import { fileRules } from "./local/file";
import { memberRules, team } from "./tfe/members";
import { workspaceRules } from "./tfe/workspaces";

/** The rules of every resource type that the local cloud knows. */
export const resourceRules: ResourceRules = {
  ...addressRules,
  ...alarmRules,
  ...backupRules,
  ...efsRules,
  ...efsMountRules,
  ...gatewayRules,
  ...iamPolicyRules,
  ...iamRoleRules,
  ...iamUserRules,
  ...instanceRules,
  ...keyPairRules,
  ...kmsRules,
  ...logRules,
  ...prefixListRules,
  ...secretRules,
  ...securityGroupRules,
  ...snsRules,
  ...vpcRules,
  ...dnsRules,
  ...originCaRules,
  ...zoneSettingRules,
  ...fileRules,
  ...memberRules,
  ...workspaceRules,
};

/** The rules of every data source that it knows. */
export const dataRules: Readonly<Record<string, DataRule>> = {
  aws_ami: ami,
  aws_availability_zones: availabilityZones,
  aws_caller_identity: callerIdentity,
  cloudflare_ip_ranges: ipRanges,
  tfe_team: team,
};
