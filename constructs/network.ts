import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface NetworkProps {
  /** Beginning of the name tags. */
  readonly prefix: string;
  readonly vpcCidr: string;
  readonly subnet: { readonly cidr: string; readonly zoneLetter: string };
  readonly region: string;
}

/** One VPC with IPv4 and IPv6, one public subnet, one gateway. IPv6 is not optional: Supabase's databases have no IPv4. */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly publicSubnet: Subnet;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const named = (what: string) => ({ Name: `${props.prefix}-${what}` });

    this.vpc = new Vpc(this, "aws_vpc.main", {
      cidrBlock: props.vpcCidr,
      assignGeneratedIpv6CidrBlock: true,
      enableDnsSupport: true,
      // EFS mount targets are found by their DNS name.
      enableDnsHostnames: true,
      tags: named("vpc"),
    });
    this.publicSubnet = new Subnet(this, "aws_subnet.public", {
      vpcId: this.vpc.id,
      cidrBlock: props.subnet.cidr,
      // AWS gives a VPC a /56; a subnet takes one of its 256 /64.
      ipv6CidrBlock: Fn.cidrsubnet(this.vpc.ipv6CidrBlock, 8, 0),
      assignIpv6AddressOnCreation: true,
      // The host's address is its elastic one alone.
      mapPublicIpOnLaunch: false,
      availabilityZone: `${props.region}${props.subnet.zoneLetter}`,
      tags: named("public"),
    });
    this.routeToTheInternet(named);
  }

  private routeToTheInternet(named: (what: string) => Record<string, string>): void {
    const gateway = new InternetGateway(this, "aws_internet_gateway.main", {
      vpcId: this.vpc.id,
      tags: named("igw"),
    });
    const routes = new RouteTable(this, "aws_route_table.public", {
      vpcId: this.vpc.id,
      route: [
        { cidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
        { ipv6CidrBlock: "::/0", gatewayId: gateway.id },
      ],
      tags: named("public"),
    });
    new RouteTableAssociation(this, "aws_route_table_association.public", {
      routeTableId: routes.id,
      subnetId: this.publicSubnet.id,
    });
  }
}
