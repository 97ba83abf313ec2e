import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type IAspect, TerraformResource, TerraformStack, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { UserError } from "../../common/errors";

const REQUIRED = ["Project", "Environment", "ManagedBy"] as const;

/** Everything at AWS that can be tagged says whose it is: bills, policies and people ask for it. */
export class Tagged implements IAspect {
  visit(node: IConstruct): void {
    // The classes of resources that AWS can tag have this property.
    if (!TerraformResource.isTerraformResource(node) || !("tagsInput" in node)) return;
    const tags = { ...defaultTags(node), ...ownTags(node.tagsInput) };
    const missing = REQUIRED.filter((tag) => !tags[tag]);
    if (missing.length === 0) return;
    throw new UserError(
      `${node.node.path} has no tag ${missing.join(", ")}.`,
      "give the stack's AwsProvider defaultTags with all of them",
    );
  }
}

/** What the provider gives every resource: the one it names, or the stack's own. */
function defaultTags(resource: TerraformResource): Readonly<Record<string, string>> {
  // Right below the stack: to go through all of it, for each of its resources, takes as long as all else here.
  const provider =
    resource.provider ?? TerraformStack.of(resource).node.children.find((node) => node instanceof AwsProvider);
  if (!(provider instanceof AwsProvider)) return {};
  const given = provider.defaultTagsInput;
  return Array.isArray(given) ? Object.assign({}, ...given.map(({ tags }) => tags)) : {};
}

function ownTags(tags: unknown): Readonly<Record<string, string>> {
  return typeof tags === "object" && tags !== null && !Token.isUnresolved(tags) ? { ...tags } : {};
}
