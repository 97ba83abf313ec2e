import { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Whether a node is a resource of that type, for example `isResource<Instance>(node, "aws_instance")`. By its name and
 * not by its class: rules are also about types that no stack has, and to load their classes takes longer than to apply
 * the rules.
 */
export function isResource<Resource extends TerraformResource>(node: IConstruct, type: string): node is Resource {
  return TerraformResource.isTerraformResource(node) && node.terraformResourceType === type;
}
