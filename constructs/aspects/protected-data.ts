import { type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { UserError } from "../../common/errors";
import { STATEFUL_TYPES } from "../../resources";

/** What no apply brings back is destroyed by none. */
export class ProtectedData implements IAspect {
  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node)) return;
    if (!STATEFUL_TYPES.includes(node.terraformResourceType) || node.lifecycle?.preventDestroy === true) return;
    throw new UserError(
      `${node.node.path} could be destroyed by an apply, and a ${node.terraformResourceType} is never made again.`,
      "set lifecycle: { preventDestroy: true }",
    );
  }
}
