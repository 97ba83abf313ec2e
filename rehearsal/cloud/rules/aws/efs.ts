import type { Attributes, Check, CloudView, ResourceRule, ResourceRules } from "../../rule";
import { blocks, map } from "../../values";
import { ec2Id } from "../ids";
import { demand, isSet, matches, oneOf } from "../refuse";
import { ACCOUNT, arn, regional, regionOf, tagged } from "./common";
import { keyIsInRegion, kmsKey, managedKey } from "./kms-references";

const DAYS = [1, 7, 14, 30, 60, 90, 180, 270, 365].map((days) => `AFTER_${days}_DAY${days === 1 ? "" : "S"}`);

const oneTransitionAnItem: Check = (self) =>
  blocks(self.lifecycle_policy).flatMap((policy) =>
    demand(Object.values(policy).filter(isSet).length <= 1, {
      summary: "BadRequest",
      detail: "Each lifecycle_policy has one transition only; write a block for every transition.",
      attribute: "lifecycle_policy",
    }),
  );

const keyNeedsEncryption: Check = (self) =>
  demand(!isSet(self.kms_key_id) || self.encrypted !== false, {
    summary: "BadRequest",
    detail: "encrypted must be set to true when kms_key_id is specified.",
    attribute: "kms_key_id",
  });

const provisionedNeedsThroughput: Check = (self) =>
  demand(self.throughput_mode !== "provisioned" || self.provisioned_throughput_in_mibps !== null, {
    summary: "BadRequest",
    detail: 'throughput_mode "provisioned" needs provisioned_throughput_in_mibps.',
    attribute: "throughput_mode",
  });

/** Without encryption there is no key; without a key of one's own it is AWS's. */
function defaultKey(self: Attributes, cloud: CloudView): string {
  return self.encrypted === true ? managedKey("elasticfilesystem", self, cloud) : "";
}

/** The name under which any subnet of the region reaches the file system. */
export function dnsName(id: unknown, region: string): string {
  return `${id}.efs.${region}.amazonaws.com`;
}

/** The mount targets of a file system. */
export function mountTargetsOf(fileSystemId: unknown, cloud: CloudView): readonly Attributes[] {
  return cloud.list("aws_efs_mount_target").filter((target) => target.file_system_id === fileSystemId);
}

/** https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html */
const fileSystem: ResourceRule = {
  id: () => ec2Id("fs"),
  defaults: { ...regional, ...tagged, throughput_mode: "bursting" },
  computed: {
    arn: arn("elasticfilesystem", (self) => `file-system/${self.id}`),
    availability_zone_id: "",
    availability_zone_name: "",
    creation_token: (self) => `terraform-${self.id}`,
    dns_name: (self, cloud) => dnsName(self.id, regionOf(self, cloud)),
    encrypted: false,
    kms_key_id: defaultKey,
    name: (self) => map(self.tags_all).Name ?? "",
    number_of_mount_targets: 0,
    owner_id: ACCOUNT,
    performance_mode: "generalPurpose",
    "protection.replication_overwrite": "ENABLED",
    size_in_bytes: [{ value: 6144, value_in_ia: 0, value_in_standard: 6144 }], // what an empty file system says
  },
  forceNew: ["availability_zone_name", "creation_token", "encrypted", "kms_key_id", "performance_mode"],
  references: { kms_key_id: kmsKey("KmsKeyNotFound") },
  conflict: [keyIsInRegion("kms_key_id")],
  unique: [["creation_token", "region"]],
  taken: "FileSystemAlreadyExists",
  inUse: "FileSystemInUse",
  refuse: [
    matches("creation_token", /^.{1,64}$/s, "BadRequest", "is not 1 to 64 characters"),
    oneOf("performance_mode", ["generalPurpose", "maxIO"], "BadRequest"),
    oneOf("throughput_mode", ["bursting", "elastic", "provisioned"], "BadRequest"),
    oneOf("lifecycle_policy.transition_to_ia", DAYS, "BadRequest"),
    oneOf("lifecycle_policy.transition_to_archive", DAYS, "BadRequest"),
    oneOf("lifecycle_policy.transition_to_primary_storage_class", ["AFTER_1_ACCESS"], "BadRequest"),
    oneOf("protection.replication_overwrite", ["DISABLED", "ENABLED"], "BadRequest"),
    oneTransitionAnItem,
    keyNeedsEncryption,
    provisionedNeedsThroughput,
  ],
  live: (self, cloud) => ({
    name: map(self.tags_all).Name ?? "",
    number_of_mount_targets: mountTargetsOf(self.id, cloud).length,
  }),
};

export const efsRules: ResourceRules = {
  aws_efs_file_system: fileSystem,
};
