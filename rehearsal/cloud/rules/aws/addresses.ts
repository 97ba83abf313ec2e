import type { Attributes, CloudView, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { text } from "../../values";
import { ec2Id } from "../ids";
import { addressIn } from "../networks";
import { demand, oneOf } from "../refuse";
import { arn, regional, regionOf, tagged } from "./common";

/** Addresses for documentation (RFC 5737): whatever is made of them reaches nobody. */
const ELASTIC_RANGE = "203.0.113.0/24";
const LAUNCH_RANGE = "198.51.100.0/24";

/**
 * The first four addresses of a subnet are AWS's: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
const RESERVED = 4;

/** The first address within a range that nobody has. */
function freeAddress(range: string, taken: readonly unknown[], from: number): string {
  for (let offset = from; ; offset += 1) {
    const address = addressIn(range, offset);
    if (!taken.includes(address)) return address;
  }
}

/** A free private address of the subnet. */
export function privateAddress(subnet: Attributes, cloud: CloudView): string {
  const taken = [
    ...cloud.list("aws_instance").map((instance) => instance.private_ip),
    ...cloud.list("aws_efs_mount_target").map((target) => target.ip_address),
  ];
  return freeAddress(String(subnet.cidr_block), taken, RESERVED);
}

/** A public address such as an instance has until an elastic one takes its place. */
export function launchAddress(cloud: CloudView): string {
  const taken = cloud.list("aws_instance").map((instance) => instance.public_ip);
  return freeAddress(LAUNCH_RANGE, taken, RESERVED);
}

/** A free IPv6 address of the subnet. */
export function ipv6Address(subnet: Attributes, cloud: CloudView): string {
  const taken = cloud.list("aws_instance").flatMap((instance) => instance.ipv6_addresses ?? []);
  return freeAddress(String(subnet.ipv6_cidr_block), taken, RESERVED);
}

/** The name that AWS gives to a public address. */
export function publicDnsName(address: string, region: string): string {
  return `ec2-${address.replaceAll(".", "-")}.${region}.compute.amazonaws.com`;
}

/** The name that AWS gives to a private address. */
export function privateDnsName(address: string, region: string): string {
  return `ip-${address.replaceAll(".", "-")}.${region}.compute.internal`;
}

/**
 * Quota L-0263D0A3:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html#using-instance-addressing-limit
 */
const ADDRESSES_PER_REGION = 5;

function quotaIsLeft(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const region = regionOf(self, cloud);
  const others = cloud.list("aws_eip").filter((other) => other.region === region && other.id !== self.id);
  const detail = `${region} already has ${others.length} elastic addresses; an account has ${ADDRESSES_PER_REGION}.`;
  return demand(others.length < ADDRESSES_PER_REGION, { summary: "AddressLimitExceeded", detail });
}

/** An address works only in a VPC with a gateway, so the address must wait for it (depends_on). */
function gatewayIsAttached(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const instance = cloud.find("aws_instance", self.instance);
  const vpc = cloud.find("aws_subnet", instance?.subnet_id)?.vpc_id;
  if (!vpc) return [];
  const detail = `Network ${vpc} is not attached to any internet gateway.`;
  const attached = cloud.find("aws_internet_gateway", vpc, "vpc_id") !== undefined;
  return demand(attached, { summary: "Gateway.NotAttached", detail, attribute: "instance" });
}

/** What a computed attribute takes from the instance; "" without one. */
function ofInstance(name: string): (self: Attributes, cloud: CloudView) => string {
  return (self, cloud) => text(cloud.find("aws_instance", self.instance)?.[name]) ?? "";
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html */
const eip: ResourceRule = {
  id: () => ec2Id("eipalloc"),
  defaults: { ...regional, ...tagged },
  computed: {
    allocation_id: (self) => self.id ?? null,
    arn: arn("ec2", (self) => `elastic-ip/${self.id}`),
    instance: "",
    association_id: (self) => (text(self.instance) ? ec2Id("eipassoc") : ""),
    carrier_ip: "",
    customer_owned_ip: "",
    domain: "vpc",
    ipam_pool_id: null,
    network_border_group: regionOf,
    network_interface: ofInstance("primary_network_interface_id"),
    private_dns: ofInstance("private_dns"),
    private_ip: ofInstance("private_ip"),
    ptr_record: "",
    public_ip: (_self, cloud) =>
      freeAddress(
        ELASTIC_RANGE,
        cloud.list("aws_eip").map((other) => other.public_ip),
        10,
      ),
    public_dns: (self, cloud) => publicDnsName(String(self.public_ip), regionOf(self, cloud)),
    public_ipv4_pool: "amazon",
  },
  forceNew: ["address", "domain", "ipam_pool_id", "network_border_group", "public_ipv4_pool"],
  references: { instance: { type: "aws_instance", missing: "InvalidInstanceID.NotFound", weak: true } },
  unique: [["instance"]],
  refuse: [oneOf("domain", ["vpc", "standard"])],
  conflict: [quotaIsLeft, gatewayIsAttached],
  live: (self, cloud) => ({
    network_interface: ofInstance("primary_network_interface_id")(self, cloud),
    private_dns: ofInstance("private_dns")(self, cloud),
    private_ip: ofInstance("private_ip")(self, cloud),
  }),
};

export const addressRules: ResourceRules = {
  aws_eip: eip,
};
