import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { EVERYWHERE } from "../common/networks";
import type { Environment, SubnetEntry } from "../config";

export interface NetworkProps {
  /** Beginning of the name tags. */
  readonly prefix: string;
  readonly vpcCidr: string;
  readonly subnets: Environment["subnets"];
  readonly region: string;
}

/**
 * One VPC with IPv4 and IPv6, two public subnets, one gateway. IPv6 is not optional: Supabase's databases have no IPv4.
 */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly gateway: InternetGateway;
  /** In the order of config/environments.ts. */
  readonly subnets: readonly Subnet[];
  private readonly zones: ReadonlyMap<string, Subnet>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkProps,
  ) {
    super(scope, id);
    this.vpc = new Vpc(this, "aws_vpc.main", {
      cidrBlock: props.vpcCidr,
      assignGeneratedIpv6CidrBlock: true,
      enableDnsSupport: true,
      // EFS mount targets are found by their DNS name.
      enableDnsHostnames: true,
      tags: this.named("vpc"),
    });
    // Whatever is started without a group of its own gets this one: it lets nothing in and nothing out.
    new DefaultSecurityGroup(this, "aws_default_security_group.main", {
      vpcId: this.vpc.id,
      ingress: [],
      egress: [],
      tags: this.named("default-unused"),
    });
    this.gateway = new InternetGateway(this, "aws_internet_gateway.main", {
      vpcId: this.vpc.id,
      tags: this.named("igw"),
    });
    const routes = this.routesToTheInternet();
    this.zones = new Map(props.subnets.map((entry, index) => [entry.zone, this.publicSubnet(entry, index, routes)]));
    this.subnets = [...this.zones.values()];
  }

  /** The subnet in the zone with that letter. */
  subnetIn(zone: string): Subnet {
    const subnet = this.zones.get(zone);
    if (!subnet) throw new Error(`There is no subnet in zone ${zone}; config/environments.ts is checked for that.`);
    return subnet;
  }

  private publicSubnet({ cidr, zone }: SubnetEntry, index: number, routeTable: RouteTable): Subnet {
    const name = index === 0 ? "public" : "public_second";
    const subnet = new Subnet(this, `aws_subnet.${name}`, {
      vpcId: this.vpc.id,
      cidrBlock: cidr,
      // AWS gives a VPC a /56; a subnet takes one of its 256 /64.
      ipv6CidrBlock: Fn.cidrsubnet(this.vpc.ipv6CidrBlock, 8, index),
      assignIpv6AddressOnCreation: true,
      // The host's address is its elastic one alone.
      mapPublicIpOnLaunch: false,
      availabilityZone: `${this.props.region}${zone}`,
      tags: this.named(name.replace("_", "-")),
    });
    new RouteTableAssociation(this, `aws_route_table_association.${name}`, {
      routeTableId: routeTable.id,
      subnetId: subnet.id,
    });
    return subnet;
  }

  private routesToTheInternet(): RouteTable {
    return new RouteTable(this, "aws_route_table.public", {
      vpcId: this.vpc.id,
      route: [
        { cidrBlock: EVERYWHERE.ipv4, gatewayId: this.gateway.id },
        { ipv6CidrBlock: EVERYWHERE.ipv6, gatewayId: this.gateway.id },
      ],
      tags: this.named("public"),
    });
  }

  private named(what: string): Record<string, string> {
    return { Name: `${this.props.prefix}-${what}` };
  }
}
