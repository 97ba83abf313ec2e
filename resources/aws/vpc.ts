import { by, type ResourceTypes } from "../description";
import { of } from "./actions";

const ec2 = of("ec2");
const TAGS = ec2("CreateTags", "DeleteTags");
const RULES = ec2(
  "AuthorizeSecurityGroupIngress",
  "AuthorizeSecurityGroupEgress",
  "RevokeSecurityGroupIngress",
  "RevokeSecurityGroupEgress",
);
const reads = ec2("Describe*");

/** The network, and who may speak in it. */
export const vpcTypes: ResourceTypes = {
  aws_default_security_group: {
    writes: [...RULES, ...TAGS],
    reads,
    imported: by("<id>", "sg-0123456789abcdef0"),
  },
  aws_ec2_managed_prefix_list: {
    writes: [...ec2("CreateManagedPrefixList", "ModifyManagedPrefixList", "DeleteManagedPrefixList"), ...TAGS],
    reads: [...reads, ...ec2("GetManagedPrefixListEntries")],
    imported: by("<id>", "pl-0123456789abcdef0"),
  },
  aws_flow_log: {
    writes: [...ec2("CreateFlowLogs", "DeleteFlowLogs"), ...TAGS],
    reads,
    givesRoleTo: "vpc-flow-logs.amazonaws.com",
    imported: by("<id>", "fl-0123456789abcdef0"),
  },
  aws_internet_gateway: {
    writes: [
      ...ec2("CreateInternetGateway", "AttachInternetGateway", "DetachInternetGateway", "DeleteInternetGateway"),
      ...TAGS,
    ],
    reads,
    imported: by("<id>", "igw-0123456789abcdef0"),
  },
  aws_route_table: {
    writes: [...ec2("CreateRouteTable", "DeleteRouteTable", "CreateRoute", "ReplaceRoute", "DeleteRoute"), ...TAGS],
    reads,
    imported: by("<id>", "rtb-0123456789abcdef0"),
  },
  aws_route_table_association: {
    writes: ec2("AssociateRouteTable", "DisassociateRouteTable", "ReplaceRouteTableAssociation"),
    reads,
    imported: {
      forms: ["<subnet_id>/<route_table_id>", "<gateway_id>/<route_table_id>"],
      examples: ["subnet-0123456789abcdef0/rtb-0123456789abcdef0"],
    },
  },
  aws_security_group: {
    writes: [...ec2("CreateSecurityGroup", "DeleteSecurityGroup"), ...RULES, ...TAGS],
    reads,
    imported: by("<id>", "sg-0123456789abcdef0"),
  },
  aws_subnet: {
    writes: [
      ...ec2("CreateSubnet", "DeleteSubnet", "ModifySubnetAttribute"),
      ...ec2("AssociateSubnetCidrBlock", "DisassociateSubnetCidrBlock"),
      ...TAGS,
    ],
    reads,
    imported: by("<id>", "subnet-0123456789abcdef0"),
  },
  aws_vpc: {
    writes: [
      ...ec2("CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AssociateVpcCidrBlock", "DisassociateVpcCidrBlock"),
      ...TAGS,
    ],
    reads,
    imported: by("<id>", "vpc-0123456789abcdef0"),
  },
};
