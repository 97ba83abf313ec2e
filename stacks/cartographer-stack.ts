import util from "node:util";
import { TerraformDataSource, type TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { MINIMUM_TERRAFORM } from "../config";
import { addRules } from "../constructs/aspects";

// cdktf 0.21.0 asks util.isArray (lib/terraform-output.js), of which Node warns since 22 (DEP0044) and which is to go.
Object.assign(util, { isArray: Array.isArray });

/**
 * A stack whose Terraform addresses are written in the source: the id of a resource's construct is its address,
 * `new Vpc(this, "aws_vpc.main", …)`. CDKTF's own ids are hashes of the path; moving such a construct in the tree would
 * change its address, and a changed address destroys one thing and makes another. The rules of constructs/aspects/ hold
 * in every such stack.
 */
export abstract class CartographerStack extends TerraformStack {
  // Assigned by hand: the base constructor already allocates ids, before field initialisers run.
  private taken: Map<string, string> | undefined;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.addOverride("terraform.required_version", `>= ${MINIMUM_TERRAFORM}`);
    addRules(this);
  }

  /**
   * Does nothing. Here cdktf resolves the whole stack once more, to find what it takes from other stacks, and that is a
   * quarter of the time of synthesis. No stack takes anything from another: __tests__/stacks/references.test.ts.
   */
  override prepareStack(): void {}

  /**
   * The name of an element within its type.
   * @throws Error when the id names another type than the element has, or an address that another element has.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = "node" in element ? element.node : element;
    const prefix = addressPrefix(element);
    if (!node.id.startsWith(prefix) || !/^[a-z_][a-z0-9_]*$/.test(node.id.slice(prefix.length))) {
      throw new Error(
        `${node.path}: the id of this construct must be its Terraform address, ${prefix}<name> (a-z, 0-9 and _).`,
      );
    }
    this.claim(`${element.constructor.name} ${node.id}`, node.path);
    return node.id.slice(prefix.length);
  }

  private claim(address: string, path: string): void {
    this.taken ??= new Map();
    const holder = this.taken.get(address);
    if (holder !== undefined && holder !== path) {
      throw new Error(`${path}: ${holder} has the same Terraform address already; give one of them another id.`);
    }
    this.taken.set(address, path);
  }
}

/** What an address begins with: the type for resources, "data." and the type for data sources, else nothing. */
function addressPrefix(element: TerraformElement | Node): string {
  if (TerraformResource.isTerraformResource(element)) return `${element.terraformResourceType}.`;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}.`;
  return "";
}
