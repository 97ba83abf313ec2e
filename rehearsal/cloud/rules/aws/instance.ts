import { architectureOf } from "../../../../config/rules";
import type { Attributes, CloudView, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { number, text, texts } from "../../values";
import { ec2Id } from "../ids";
import { between, demand, each, matches, oneOf } from "../refuse";
import { ipv6Address, privateAddress, privateDnsName } from "./addresses";
import { imagesOf } from "./ami";
import { arn, regional, regionOf, tagged } from "./common";
import { currentAddress, ipv6Count, publicAddress, publicName, subnetOf, vpcOf } from "./instance-network";
import { keyIsInRegion, kmsKey } from "./kms-references";

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: the image must be of the region and of
 * the type's architecture.
 */
function imageFits(self: Attributes, cloud: CloudView, prior?: Attributes): readonly Refusal[] {
  if (prior && prior.ami === self.ami) return []; // an image may be gone while its hosts run
  const image = imagesOf(regionOf(self, cloud)).find((one) => one.id === self.ami);
  const missing = `The image id "${self.ami}" does not exist in ${regionOf(self, cloud)}.`;
  if (!image) return [{ summary: "InvalidAMIID.NotFound", detail: missing, attribute: "ami" }];
  const wanted = architectureOf(String(self.instance_type)) ?? "x86_64";
  const detail =
    `The architecture "${wanted}" of the specified instance type ${self.instance_type} does not match the ` +
    `architecture "${image.architecture}" of the specified AMI ${image.name}.`;
  return demand(image.architecture === wanted, {
    summary: "InvalidParameterValue",
    detail,
    attribute: "instance_type",
  });
}

function groupsAreInVpc(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const home = subnetOf(self, cloud).vpc_id;
  return texts(self.vpc_security_group_ids).flatMap((id) => {
    const group = cloud.find("aws_security_group", id);
    const detail = `Security group ${id} and subnet ${self.subnet_id} belong to different networks.`;
    const near = !group || !home || group.vpc_id === home;
    return demand(near, { summary: "InvalidParameter", detail, attribute: "vpc_security_group_ids" });
  });
}

function subnetHasIpv6(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const needed = (number(self.ipv6_address_count) ?? 0) > 0;
  const detail = `Subnet ${self.subnet_id} has no IPv6 range, so the instance can't have an IPv6 address.`;
  const holds = !needed || Boolean(text(subnetOf(self, cloud).ipv6_cidr_block));
  return demand(holds, { summary: "InvalidParameterCombination", detail, attribute: "ipv6_address_count" });
}

/** aws 6 lifts the protection itself only where force_destroy was applied before. */
function protectionIsOff(self: Attributes): readonly Refusal[] {
  const attribute = "disable_api_termination";
  const detail = `The instance ${self.id} may not be terminated. Modify its ${attribute} attribute and try again.`;
  const open = self.disable_api_termination !== true || self.force_destroy === true;
  return demand(open, { summary: "OperationNotPermitted", detail, attribute });
}

const userDataReplaces = (_prior: Attributes, planned: Attributes): boolean =>
  planned.user_data_replace_on_change === true;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html */
const instance: ResourceRule = {
  id: () => ec2Id("i"),
  defaults: {
    ...regional,
    ...tagged,
    force_destroy: false,
    get_password_data: false,
    source_dest_check: true,
    user_data_replace_on_change: false,
  },
  computed: {
    arn: arn("ec2", (self) => `instance/${self.id}`),
    associate_public_ip_address: (self, cloud) => subnetOf(self, cloud).map_public_ip_on_launch ?? false,
    availability_zone: (self, cloud) => subnetOf(self, cloud).availability_zone ?? null,
    disable_api_stop: false,
    disable_api_termination: false,
    ebs_optimized: false,
    host_id: "",
    iam_instance_profile: "",
    instance_initiated_shutdown_behavior: "stop",
    instance_lifecycle: "",
    instance_state: "running",
    ipv6_addresses: (self, cloud) => (ipv6Count(self, cloud) > 0 ? [ipv6Address(subnetOf(self, cloud), cloud)] : []),
    ipv6_address_count: ipv6Count,
    key_name: "",
    monitoring: false,
    outpost_arn: "",
    password_data: "",
    placement_group: "",
    placement_group_id: "",
    placement_partition_number: 0,
    primary_network_interface_id: () => ec2Id("eni"),
    private_ip: (self, cloud) => privateAddress(subnetOf(self, cloud), cloud),
    private_dns: (self, cloud) => privateDnsName(String(self.private_ip), regionOf(self, cloud)),
    public_ip: publicAddress,
    public_dns: (self, cloud) => publicName(String(self.public_ip), self, cloud),
    secondary_private_ips: [],
    security_groups: [],
    spot_instance_request_id: "",
    tenancy: "default",
    vpc_security_group_ids: (self, cloud) => [vpcOf(self, cloud).default_security_group_id ?? ""],
    "root_block_device.delete_on_termination": true,
    "root_block_device.device_name": "/dev/xvda",
    "root_block_device.encrypted": false,
    "root_block_device.iops": 3000,
    "root_block_device.kms_key_id": "",
    "root_block_device.tags_all": {},
    "root_block_device.throughput": 125,
    "root_block_device.volume_id": () => ec2Id("vol"),
    "root_block_device.volume_size": 8,
    "root_block_device.volume_type": "gp3",
    "metadata_options.http_endpoint": "enabled",
    "metadata_options.http_protocol_ipv6": "disabled",
    "metadata_options.http_put_response_hop_limit": 1,
    "metadata_options.http_tokens": "optional",
    "metadata_options.instance_metadata_tags": "disabled",
    "maintenance_options.auto_recovery": "default",
  },
  // internal/service/ec2/ec2_instance.go; of the root disk only size, type and the flag for termination change in
  // place.
  forceNew: [
    "ami",
    "associate_public_ip_address",
    "availability_zone",
    "ebs_block_device.delete_on_termination",
    "ebs_block_device.device_name",
    "ebs_block_device.encrypted",
    "ebs_block_device.kms_key_id",
    "ebs_block_device.snapshot_id",
    "ebs_block_device.volume_size",
    "ebs_block_device.volume_type",
    "ebs_optimized",
    "hibernation",
    "host_id",
    "ipv6_address_count",
    "ipv6_addresses",
    "key_name",
    "placement_group",
    "private_ip",
    "root_block_device.encrypted",
    "root_block_device.kms_key_id",
    "security_groups",
    "subnet_id",
    "tenancy",
  ],
  forceNewIf: { user_data: userDataReplaces, user_data_base64: userDataReplaces },
  references: {
    subnet_id: { type: "aws_subnet", missing: "InvalidSubnetID.NotFound" },
    vpc_security_group_ids: {
      type: ["aws_security_group", "aws_default_security_group"],
      missing: "InvalidGroup.NotFound",
    },
    key_name: { type: "aws_key_pair", by: "key_name", missing: "InvalidKeyPair.NotFound", weak: true },
    iam_instance_profile: {
      type: "aws_iam_instance_profile",
      by: "name",
      missing: "InvalidParameterValue",
      weak: true, // IAM deletes a profile that an instance has
    },
    "root_block_device.kms_key_id": kmsKey("InvalidKmsKeyId.NotFound"),
  },
  refuse: [
    matches("ami", /^ami-[0-9a-f]{8,17}$/, "InvalidAMIID.Malformed", "is no id of an image"),
    matches("instance_type", /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "InvalidInstanceType", "is no instance type"),
    between("root_block_device.volume_size", 1, 65536),
    oneOf("root_block_device.volume_type", ["gp2", "gp3", "io1", "io2", "sc1", "st1", "standard"]),
    oneOf("metadata_options.http_tokens", ["optional", "required"]),
    oneOf("metadata_options.http_endpoint", ["disabled", "enabled"]),
    between("metadata_options.http_put_response_hop_limit", 1, 64),
    oneOf("maintenance_options.auto_recovery", ["default", "disabled"]),
    each("user_data", (value) => String(value).length <= 16384, "InvalidUserData", "is longer than 16384 characters"),
  ],
  conflict: [imageFits, groupsAreInVpc, subnetHasIpv6, keyIsInRegion("root_block_device.kms_key_id")],
  refuseDelete: protectionIsOff,
  live: currentAddress,
};

export const instanceRules: ResourceRules = {
  aws_instance: instance,
};
