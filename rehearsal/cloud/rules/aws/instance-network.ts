import type { Attributes, CloudView } from "../../rule";
import { number, text } from "../../values";
import { launchAddress, publicDnsName } from "./addresses";
import { regionOf } from "./common";

/** The subnet that an instance is in; an empty object while there is none. */
export function subnetOf(self: Attributes, cloud: CloudView): Attributes {
  return cloud.find("aws_subnet", self.subnet_id) ?? {};
}

/** The VPC that it is in. */
export function vpcOf(self: Attributes, cloud: CloudView): Attributes {
  return cloud.find("aws_vpc", subnetOf(self, cloud).vpc_id) ?? {};
}

/** The public name of an address, which the VPC must have asked for. */
export function publicName(address: string, self: Attributes, cloud: CloudView): string {
  const wanted = address !== "" && vpcOf(self, cloud).enable_dns_hostnames === true;
  return wanted ? publicDnsName(address, regionOf(self, cloud)) : "";
}

/** The address that it is launched with; "" when neither it nor its subnet asks for one. */
export function publicAddress(self: Attributes, cloud: CloudView): string {
  const asked = self.associate_public_ip_address ?? subnetOf(self, cloud).map_public_ip_on_launch;
  return asked === true ? launchAddress(cloud) : "";
}

/** How many IPv6 addresses it has. */
export function ipv6Count(self: Attributes, cloud: CloudView): number {
  return number(self.ipv6_address_count) ?? (subnetOf(self, cloud).assign_ipv6_address_on_creation === true ? 1 : 0);
}

/** Once an elastic address is associated it takes the place of the one that the instance was launched with. */
export function currentAddress(self: Attributes, cloud: CloudView): Attributes {
  const elastic = text(cloud.find("aws_eip", self.id, "instance")?.public_ip);
  return elastic === undefined ? {} : { public_ip: elastic, public_dns: publicName(elastic, self, cloud) };
}
