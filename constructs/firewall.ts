import {
  SecurityGroup,
  type SecurityGroupEgress,
  type SecurityGroupIngress,
} from "@cdktf/provider-aws/lib/security-group";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { CloudflareRanges } from "./cloudflare-ranges";

export interface FirewallProps {
  /** Beginning of the groups' names; a changed name replaces the group. */
  readonly prefix: string;
  readonly vpc: Vpc;
  /** The subnets with mount targets of the file system. */
  readonly mountTargetSubnets: readonly Subnet[];
  readonly cloudflare: CloudflareRanges;
  /** IPv4 ranges from which SSH is allowed. */
  readonly sshFrom: readonly string[];
}

const NFS = 2049;
const EVERYWHERE = { cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };

/**
 * The two security groups. Their rules stand inline, which makes them exclusive: a rule opened by hand shows up as drift
 * and goes with the next apply. The groups must not name each other (Terraform would see a cycle): the app's way to the
 * file system is by the subnets' ranges, the file system's rule names the app's group.
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
      ingress: [fromCloudflare(props.cloudflare), ...fromOperators(props.sshFrom)],
      egress: [
        tcp(443, "HTTPS: Nix caches, AWS, OpenRouter", EVERYWHERE),
        tcp(80, "HTTP: redirects of the same", EVERYWHERE),
        tcp(5432, "PostgreSQL: Supabase, direct", EVERYWHERE),
        tcp(6543, "PostgreSQL: Supabase, pooled", EVERYWHERE),
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

function fromCloudflare(ranges: CloudflareRanges): SecurityGroupIngress {
  return tcp(443, "HTTPS: Cloudflare", { cidrBlocks: ranges.ipv4, ipv6CidrBlocks: ranges.ipv6 });
}

function fromOperators(ranges: readonly string[]): readonly SecurityGroupIngress[] {
  return ranges.length === 0 ? [] : [tcp(22, "SSH: operators", { cidrBlocks: [...ranges] })];
}

type Peers = Pick<SecurityGroupEgress, "cidrBlocks" | "ipv6CidrBlocks" | "securityGroups">;

function tcp(port: number, description: string, peers: Peers): SecurityGroupIngress & SecurityGroupEgress {
  return { protocol: "tcp", fromPort: port, toPort: port, description, ...peers };
}
