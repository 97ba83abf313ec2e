import type { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import type { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type IAspect, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { UserError } from "../../common/errors";
import { isTheWorld } from "../../common/networks";
import { isResource } from "./is-resource";

/** Nothing lets the world in, whichever of the three ways of writing a rule is used: people come through Cloudflare. */
export class ClosedIngress implements IAspect {
  visit(node: IConstruct): void {
    const open = rangesOf(node).filter((range) => !Token.isUnresolved(range) && isTheWorld(range));
    if (open.length === 0) return;
    throw new UserError(
      `${node.node.path} lets in ${open.join(" and ")}: no rule may be open to the world.`,
      "name a prefix list, a group, or a range of your own",
    );
  }
}

/** What a node lets in. A list that Terraform alone will know is not looked into. */
function rangesOf(node: IConstruct): readonly string[] {
  if (
    isResource<SecurityGroup>(node, "aws_security_group") ||
    isResource<DefaultSecurityGroup>(node, "aws_default_security_group")
  ) {
    const rules = node.ingressInput;
    return Array.isArray(rules) ? rules.flatMap((rule) => both(rule.cidrBlocks, rule.ipv6CidrBlocks)) : [];
  }
  if (isResource<SecurityGroupRule>(node, "aws_security_group_rule") && node.typeInput !== "egress") {
    return both(node.cidrBlocksInput, node.ipv6CidrBlocksInput);
  }
  if (isResource<VpcSecurityGroupIngressRule>(node, "aws_vpc_security_group_ingress_rule")) {
    return [node.cidrIpv4Input, node.cidrIpv6Input].filter((range) => range !== undefined);
  }
  return [];
}

function both(ipv4: readonly string[] = [], ipv6: readonly string[] = []): readonly string[] {
  return [...ipv4, ...ipv6];
}
