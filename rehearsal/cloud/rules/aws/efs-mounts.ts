import type { Attributes, Check, CloudView, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { blocks, isObject, text } from "../../values";
import { ec2Id } from "../ids";
import { between, demand, matches, oneOf } from "../refuse";
import { privateAddress } from "./addresses";
import { ACCOUNT, arn, regional, regionOf, tagged } from "./common";
import { dnsName, mountTargetsOf } from "./efs";

function subnetOf(self: Attributes, cloud: CloudView): Attributes {
  return cloud.find("aws_subnet", self.subnet_id) ?? {};
}

/** One mount target in each zone, and all of them in one VPC. */
function zoneIsFree(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const home = subnetOf(self, cloud);
  return mountTargetsOf(self.file_system_id, cloud)
    .filter((other) => other.id !== self.id)
    .flatMap((other) => {
      const theirs = subnetOf(other, cloud);
      const refuse = (detail: string): Refusal => ({ summary: "MountTargetConflict", detail, attribute: "subnet_id" });
      if (theirs.availability_zone === home.availability_zone) {
        return [refuse(`Mount target ${other.id} already exists in ${home.availability_zone}.`)];
      }
      return demand(
        theirs.vpc_id === home.vpc_id,
        refuse(`Mount target ${other.id} is in another VPC: ${theirs.vpc_id}.`),
      );
    });
}

function groupsAreInVpc(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const home = subnetOf(self, cloud).vpc_id;
  const groups = Array.isArray(self.security_groups) ? self.security_groups : [];
  return groups.flatMap((id) => {
    const group = cloud.find("aws_security_group", id);
    const detail = `Security group ${id} is not in the VPC of ${self.subnet_id}.`;
    return demand(!group || group.vpc_id === home, {
      summary: "SecurityGroupNotFound",
      detail,
      attribute: "security_groups",
    });
  });
}

/** https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html */
const mountTarget: ResourceRule = {
  id: () => ec2Id("fsmt"),
  defaults: regional,
  computed: {
    availability_zone_name: (self, cloud) => subnetOf(self, cloud).availability_zone ?? null,
    availability_zone_id: (self, cloud) => subnetOf(self, cloud).availability_zone_id ?? null,
    dns_name: (self, cloud) => dnsName(self.file_system_id, regionOf(self, cloud)),
    file_system_arn: (self, cloud) => cloud.find("aws_efs_file_system", self.file_system_id)?.arn ?? null,
    ip_address: (self, cloud) => privateAddress(subnetOf(self, cloud), cloud),
    ip_address_type: "IPV4_ONLY",
    ipv6_address: "",
    mount_target_dns_name: (self, cloud) =>
      `${self.availability_zone_name}.${dnsName(self.file_system_id, regionOf(self, cloud))}`,
    network_interface_id: () => ec2Id("eni"),
    owner_id: ACCOUNT,
    security_groups: (self, cloud) => [
      cloud.find("aws_vpc", subnetOf(self, cloud).vpc_id)?.default_security_group_id ?? "",
    ],
  },
  forceNew: ["file_system_id", "ip_address", "ip_address_type", "ipv6_address", "subnet_id"],
  references: {
    file_system_id: { type: "aws_efs_file_system", missing: "FileSystemNotFound" },
    subnet_id: { type: "aws_subnet", missing: "SubnetNotFound" },
    security_groups: { type: ["aws_security_group", "aws_default_security_group"], missing: "SecurityGroupNotFound" },
  },
  refuse: [
    oneOf("ip_address_type", ["DUAL_STACK", "IPV4_ONLY", "IPV6_ONLY"], "BadRequest"),
    (self) =>
      demand(!Array.isArray(self.security_groups) || self.security_groups.length <= 5, {
        summary: "SecurityGroupLimitExceeded",
        detail: "A mount target has at most five security groups.",
        attribute: "security_groups",
      }),
  ],
  conflict: [zoneIsFree, groupsAreInVpc],
};

const MAX_ID = 2 ** 32 - 1;

/** The root directory is made when it is missing, which needs an owner; only "/" is always there. */
const newDirectoryNeedsOwner: Check = (self) =>
  blocks(self.root_directory).flatMap((root) => {
    const info = root.creation_info;
    const given = info === undefined || isObject(info) || blocks(info).length > 0;
    const path = text(root.path) ?? "/";
    const detail = `root_directory "${path}" without creation_info can't be mounted until somebody makes it by hand.`;
    return demand(given || path === "/", { summary: "BadRequest", detail, attribute: "root_directory" });
  });

/** https://docs.aws.amazon.com/efs/latest/ug/API_CreateAccessPoint.html */
const accessPoint: ResourceRule = {
  id: () => ec2Id("fsap"),
  defaults: { ...regional, ...tagged },
  computed: {
    arn: arn("elasticfilesystem", (self) => `access-point/${self.id}`),
    file_system_arn: (self, cloud) => cloud.find("aws_efs_file_system", self.file_system_id)?.arn ?? null,
    owner_id: ACCOUNT,
    "root_directory.path": "/",
  },
  forceNew: ["file_system_id", "posix_user", "root_directory"],
  // Access points go with their file system.
  references: { file_system_id: { type: "aws_efs_file_system", missing: "FileSystemNotFound", weak: true } },
  refuse: [
    between("posix_user.uid", 0, MAX_ID, "BadRequest"),
    between("posix_user.gid", 0, MAX_ID, "BadRequest"),
    between("root_directory.creation_info.owner_uid", 0, MAX_ID, "BadRequest"),
    between("root_directory.creation_info.owner_gid", 0, MAX_ID, "BadRequest"),
    matches("root_directory.creation_info.permissions", /^[0-7]{3,4}$/, "BadRequest", 'is no mode such as "0755"'),
    matches(
      "root_directory.path",
      /^(\/|(\/(?!\.)[^$#<>;`|&?{}^*/\n]+){1,4})$/,
      "BadRequest",
      "is no absolute path of at most four folders",
    ),
    newDirectoryNeedsOwner,
  ],
};

export const efsMountRules: ResourceRules = {
  aws_efs_access_point: accessPoint,
  aws_efs_mount_target: mountTarget,
};
