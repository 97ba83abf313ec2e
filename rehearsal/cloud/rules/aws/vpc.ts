import type { Attributes, CloudView, Refusal, ResourceRule, ResourceRules, Value } from "../../rule";
import { text } from "../../values";
import { ec2Id } from "../ids";
import { contains, networkOf, overlap } from "../networks";
import { demand, each, oneOf } from "../refuse";
import { ACCOUNT, arn, regional, regionOf, tagged } from "./common";

/** ap-northeast-1 has no b for new accounts; other regions have a, b and c at least. */
function zoneLetters(region: string): readonly string[] {
  return region === "ap-northeast-1" ? ["a", "c", "d"] : ["a", "b", "c"];
}

/** The availability zones of a region, by name. */
export function zonesOf(region: string): readonly string[] {
  return zoneLetters(region).map((letter) => `${region}${letter}`);
}

/** The id that a zone has in every account: "apne1-az1". */
export function zoneId(zone: string): string {
  const [area = "", direction = "", rest = ""] = zone.split("-");
  const letter = rest.slice(-1);
  const compass = direction.replace(/(north|south|east|west|central)/g, (word) => word.slice(0, 1));
  return `${area}${compass}${rest.slice(0, -1)}-az${"abcdef".indexOf(letter) + 1}`;
}

/**
 * A VPC or subnet is a network of these lengths: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
function isIpv4Range(value: Value): boolean {
  const network = networkOf(String(value));
  return network?.family === "ipv4" && network.bits >= 16 && network.bits <= 28;
}

function isIpv6Subnet(value: Value): boolean {
  const network = networkOf(String(value));
  return network?.family === "ipv6" && network.bits === 64;
}

/** A range of its own for each VPC, from the documentation range 2001:db8::/32. */
function freeIpv6Range(cloud: CloudView): string {
  const taken = new Set(cloud.list("aws_vpc").map((vpc) => vpc.ipv6_cidr_block));
  for (let index = 1; ; index += 1) {
    const range = `2001:db8:${index.toString(16)}00::/56`;
    if (!taken.has(range)) return range;
  }
}

/** What `make` makes when the VPC has IPv6, and nothing otherwise. */
function withIpv6(make: (cloud: CloudView) => string): (self: Attributes, cloud: CloudView) => string {
  return (self, cloud) => (self.assign_generated_ipv6_cidr_block === true ? make(cloud) : "");
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html */
const vpc: ResourceRule = {
  id: () => ec2Id("vpc"),
  defaults: { ...regional, ...tagged, enable_dns_support: true, instance_tenancy: "default" },
  computed: {
    arn: arn("ec2", (self) => `vpc/${self.id}`),
    cidr_block: null,
    default_network_acl_id: () => ec2Id("acl"),
    default_route_table_id: () => ec2Id("rtb"),
    main_route_table_id: (self) => self.default_route_table_id ?? null,
    default_security_group_id: () => ec2Id("sg"),
    dhcp_options_id: () => ec2Id("dopt"),
    enable_dns_hostnames: false,
    enable_network_address_usage_metrics: false,
    ipv6_association_id: withIpv6(() => ec2Id("vpc-cidr-assoc")),
    ipv6_cidr_block: withIpv6(freeIpv6Range),
    ipv6_cidr_block_network_border_group: (self, cloud) => withIpv6(() => regionOf(self, cloud))(self, cloud),
    owner_id: ACCOUNT,
  },
  forceNew: ["cidr_block", "ipv4_ipam_pool_id", "ipv4_netmask_length"],
  refuse: [
    each("cidr_block", isIpv4Range, "InvalidVpc.Range", "is no IPv4 network of /16 to /28"),
    oneOf("instance_tenancy", ["default", "dedicated"]),
  ],
};

function subnetFitsVpc(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const home = cloud.find("aws_vpc", self.vpc_id);
  if (!home) return [];
  return ["cidr_block", "ipv6_cidr_block"].flatMap((attribute) => {
    const [range, whole] = [text(self[attribute]), text(home[attribute])];
    if (!range) return [];
    const detail = `${attribute} "${range}" is not within the ${whole || "nothing"} of ${home.id}.`;
    return demand(contains(whole ?? "", range), { summary: "InvalidSubnet.Range", detail, attribute });
  });
}

function subnetIsFree(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const others = cloud.list("aws_subnet").filter((other) => other.vpc_id === self.vpc_id && other.id !== self.id);
  return ["cidr_block", "ipv6_cidr_block"].flatMap((attribute) => {
    const range = text(self[attribute]) ?? "";
    const clash = others.find((other) => overlap(range, text(other[attribute]) ?? ""));
    const detail = `${attribute} "${range}" overlaps with ${clash?.[attribute]} of ${clash?.id}.`;
    return demand(!clash, { summary: "InvalidSubnet.Conflict", detail, attribute });
  });
}

function zoneIsInRegion(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const [zone, region] = [text(self.availability_zone), regionOf(self, cloud)];
  const detail = `"${zone}" is no availability zone of ${region}: ${zonesOf(region).join(", ")}.`;
  const known = !zone || zonesOf(region).includes(zone);
  return demand(known, { summary: "InvalidParameterValue", detail, attribute: "availability_zone" });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html */
const subnet: ResourceRule = {
  id: () => ec2Id("subnet"),
  defaults: {
    ...regional,
    ...tagged,
    assign_ipv6_address_on_creation: false,
    enable_dns64: false,
    enable_resource_name_dns_a_record_on_launch: false,
    enable_resource_name_dns_aaaa_record_on_launch: false,
    ipv6_native: false,
    map_public_ip_on_launch: false,
  },
  computed: {
    arn: arn("ec2", (self) => `subnet/${self.id}`),
    availability_zone: (self, cloud) => zonesOf(regionOf(self, cloud))[0] ?? null,
    availability_zone_id: (self) => zoneId(String(self.availability_zone)),
    ipv6_cidr_block_association_id: (self) => (text(self.ipv6_cidr_block) ? ec2Id("subnet-cidr-assoc") : ""),
    owner_id: ACCOUNT,
    private_dns_hostname_type_on_launch: "ip-name",
  },
  forceNew: ["availability_zone", "availability_zone_id", "cidr_block", "ipv6_native", "outpost_arn", "vpc_id"],
  references: { vpc_id: { type: "aws_vpc", missing: "InvalidVpcID.NotFound" } },
  refuse: [
    each("cidr_block", isIpv4Range, "InvalidSubnet.Range", "is no IPv4 network of /16 to /28"),
    each("ipv6_cidr_block", isIpv6Subnet, "InvalidSubnet.Range", "is no IPv6 network of /64"),
  ],
  conflict: [zoneIsInRegion, subnetFitsVpc, subnetIsFree],
};

export const vpcRules: ResourceRules = {
  aws_subnet: subnet,
  aws_vpc: vpc,
};
