import type { Ec2ManagedPrefixList } from "@cdktf/provider-aws/lib/ec2-managed-prefix-list";
import {
  SecurityGroup,
  type SecurityGroupEgress,
  type SecurityGroupIngress,
} from "@cdktf/provider-aws/lib/security-group";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { EVERYWHERE } from "../common/networks";
import type { EgressEntry, Environment } from "../config";
import type { CloudflareRanges } from "./cloudflare-ranges";

export interface FirewallProps {
  /** Beginning of the groups' names; a changed name replaces the group. */
  readonly prefix: string;
  readonly vpc: Vpc;
  /** The subnets with mount targets of the file system. */
  readonly mountTargetSubnets: readonly Subnet[];
  readonly cloudflare: CloudflareRanges;
  readonly ssh: Environment["ssh"];
  /** Where the host may go beyond what every host needs. */
  readonly egress: readonly EgressEntry[];
}

const NFS = 2049;
const THE_INTERNET = Object.values(EVERYWHERE);

/** Where every host goes. AWS's own DNS and time service need no rule. */
const EGRESS: readonly EgressEntry[] = [
  { port: 443, to: THE_INTERNET, what: "HTTPS: Nix caches, AWS, OpenRouter" },
  { port: 80, to: THE_INTERNET, what: "HTTP: redirects of the same" },
  { port: 5432, to: THE_INTERNET, what: "PostgreSQL: Supabase, direct" },
  { port: 6543, to: THE_INTERNET, what: "PostgreSQL: Supabase, pooled" },
];

/**
 * The two security groups. Their rules stand inline, which makes them exclusive: a rule opened by hand shows up as
 * drift and goes with the next apply. The groups must not name each other (Terraform would see a cycle): the app's way
 * to the file system is by the subnets' ranges, the file system's rule names the app's group.
 */
export class Firewall extends Construct {
  readonly app: SecurityGroup;
  readonly efs: SecurityGroup;

  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    this.app = new SecurityGroup(this, "aws_security_group.app", {
      name: `${props.prefix}-app`,
      description: "Security group for Cartographer app",
      vpcId: props.vpc.id,
      ingress: [...props.cloudflare.prefixLists.map(fromCloudflare), ...fromOperators(props.ssh)],
      egress: [
        ...[...EGRESS, ...props.egress].map(({ port, to, what }) => tcp(port, what, byFamily(to))),
        tcp(NFS, "NFS: the mount targets", { cidrBlocks: props.mountTargetSubnets.map((subnet) => subnet.cidrBlock) }),
      ],
      tags: { Name: `${props.prefix}-app` },
    });
    this.efs = new SecurityGroup(this, "aws_security_group.efs", {
      name: `${props.prefix}-efs`,
      description: "Security group for EFS",
      vpcId: props.vpc.id,
      ingress: [tcp(NFS, "NFS: the app", { securityGroups: [this.app.id] })],
      egress: [],
      tags: { Name: `${props.prefix}-efs` },
    });
  }
}

function fromCloudflare(list: Ec2ManagedPrefixList): SecurityGroupIngress {
  return tcp(443, `HTTPS: Cloudflare, ${list.addressFamilyInput}`, { prefixListIds: [list.id] });
}

/** Through SSM nothing comes in: the host calls out. */
function fromOperators(ssh: Environment["ssh"]): readonly SecurityGroupIngress[] {
  return ssh === "ssm" ? [] : [tcp(22, "SSH: operators", { cidrBlocks: [...ssh.ranges] })];
}

/** The ranges are checked (config/rules.ts): of such, those of IPv6 have a colon. */
function byFamily(ranges: readonly string[]): Peers {
  const those = (isIpv6: boolean) => {
    const found = ranges.filter((range) => range.includes(":") === isIpv6);
    return found.length > 0 ? found : undefined;
  };
  return { cidrBlocks: those(false), ipv6CidrBlocks: those(true) };
}

type Peers = Pick<SecurityGroupEgress, "cidrBlocks" | "ipv6CidrBlocks" | "prefixListIds" | "securityGroups">;

function tcp(port: number, description: string, peers: Peers): SecurityGroupIngress & SecurityGroupEgress {
  return { protocol: "tcp", fromPort: port, toPort: port, description, ...peers };
}
