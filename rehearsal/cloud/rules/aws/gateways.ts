import type { Attributes, CloudView, Refusal, ResourceRule, ResourceRules, Value } from "../../rule";
import { blocks } from "../../values";
import { ec2Id } from "../ids";
import { networkOf } from "../networks";
import { demand, each, exactlyOneOf, isSet, shown } from "../refuse";
import { ACCOUNT, arn, regional, tagged } from "./common";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html: a VPC has one at most. */
const internetGateway: ResourceRule = {
  id: () => ec2Id("igw"),
  defaults: { ...regional, ...tagged },
  computed: { arn: arn("ec2", (self) => `internet-gateway/${self.id}`), owner_id: ACCOUNT, vpc_id: "" },
  references: { vpc_id: { type: "aws_vpc", missing: "InvalidVpcID.NotFound" } },
  unique: [["vpc_id"]],
  taken: "Resource.AlreadyAssociated",
};

const DESTINATIONS = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"];

const TARGETS = [
  "carrier_gateway_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "local_gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];

function isNetworkOf(family: "ipv4" | "ipv6"): (value: Value) => boolean {
  return (value) => value === "" || networkOf(String(value))?.family === family;
}

function filled(route: Attributes, names: readonly string[]): readonly string[] {
  return names.filter((name) => isSet(route[name]) && route[name] !== "");
}

/** A route has one destination and one target: known only when the targets are made. */
function routesAreWhole(self: Attributes): readonly Refusal[] {
  return blocks(self.route).flatMap((route) => {
    const holds = filled(route, DESTINATIONS).length === 1 && filled(route, TARGETS).length === 1;
    const detail = `The route ${shown(JSON.stringify(route))} must have one destination and one target.`;
    return demand(holds, { summary: "InvalidParameterCombination", detail, attribute: "route" });
  });
}

function routesDiffer(self: Attributes): readonly Refusal[] {
  const destinations = blocks(self.route).flatMap((route) => filled(route, DESTINATIONS).map((name) => route[name]));
  const twice = destinations.find((destination, index) => destinations.indexOf(destination) !== index);
  const detail = `There are two routes to "${twice}".`;
  return demand(twice === undefined, { summary: "RouteAlreadyExists", detail, attribute: "route" });
}

function gatewaysAreNear(self: Attributes, cloud: CloudView): readonly Refusal[] {
  return blocks(self.route).flatMap((route) => {
    const gateway = cloud.find("aws_internet_gateway", route.gateway_id);
    const detail = `The route table of ${self.vpc_id} and network gateway ${gateway?.id} belong to different networks.`;
    const near = !gateway || gateway.vpc_id === self.vpc_id;
    return demand(near, { summary: "InvalidParameterValue", detail, attribute: "route" });
  });
}

/**
 * Routes are inline, and then exclusive. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
 */
const routeTable: ResourceRule = {
  id: () => ec2Id("rtb"),
  defaults: { ...regional, ...tagged },
  computed: {
    arn: arn("ec2", (self) => `route-table/${self.id}`),
    owner_id: ACCOUNT,
    propagating_vgws: [],
    route: [],
  },
  forceNew: ["vpc_id"],
  references: {
    vpc_id: { type: "aws_vpc", missing: "InvalidVpcID.NotFound" },
    "route.gateway_id": {
      type: "aws_internet_gateway",
      missing: "InvalidGatewayID.NotFound",
      builtIn: /^local$/,
      weak: true, // a route to a gateway that is gone becomes a black hole
    },
    "route.destination_prefix_list_id": {
      type: "aws_ec2_managed_prefix_list",
      missing: "InvalidPrefixListID.NotFound",
    },
  },
  refuse: [
    each("route.cidr_block", isNetworkOf("ipv4"), "InvalidParameterValue", "is no IPv4 network"),
    each("route.ipv6_cidr_block", isNetworkOf("ipv6"), "InvalidParameterValue", "is no IPv6 network"),
  ],
  conflict: [routesAreWhole, routesDiffer, gatewaysAreNear],
};

function isInSameVpc(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const [subnet, table] = [
    cloud.find("aws_subnet", self.subnet_id),
    cloud.find("aws_route_table", self.route_table_id),
  ];
  const detail = `Route table ${self.route_table_id} and subnet ${self.subnet_id} belong to different networks.`;
  const near = !subnet || !table || subnet.vpc_id === table.vpc_id;
  return demand(near, { summary: "InvalidParameterValue", detail, attribute: "subnet_id" });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
const routeTableAssociation: ResourceRule = {
  id: () => ec2Id("rtbassoc"),
  defaults: regional,
  forceNew: ["gateway_id", "subnet_id"],
  references: {
    // The provider takes associations away before it deletes a table.
    route_table_id: { type: "aws_route_table", missing: "InvalidRouteTableID.NotFound", weak: true },
    subnet_id: { type: "aws_subnet", missing: "InvalidSubnetID.NotFound" },
    gateway_id: { type: "aws_internet_gateway", missing: "InvalidGatewayID.NotFound" },
  },
  unique: [["subnet_id"], ["gateway_id"]],
  taken: "Resource.AlreadyAssociated",
  refuse: [exactlyOneOf("subnet_id", "gateway_id")],
  conflict: [isInSameVpc],
};

export const gatewayRules: ResourceRules = {
  aws_internet_gateway: internetGateway,
  aws_route_table: routeTable,
  aws_route_table_association: routeTableAssociation,
};
