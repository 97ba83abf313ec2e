import { TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { UserError } from "../common/errors";
import type { Imports } from "../config/types";

/** Types that an import would harm, or that have none: why, and what is done in its place. docs/import.md says more. */
const NOT_IMPORTED: Readonly<Record<string, readonly [why: string, instead: string]>> = {
  aws_iam_access_key: [
    "AWS shows the secret of a key once, when it makes it, so an imported key has none",
    "leave it out: Terraform makes a new key; then delete the old one at AWS",
  ],
  aws_key_pair: [
    "the provider does not read its public key, so Terraform would replace it at once",
    "leave it out, and delete it before the apply, which makes it again: aws ec2 delete-key-pair --key-name <name>",
  ],
  cloudflare_origin_ca_certificate: [
    "Cloudflare does not show its request, so Terraform would replace it, and that revokes it while hosts still " +
      "serve it",
    "leave it out: Terraform has a new one issued beside it; revoke the old one once no host serves it",
  ],
  local_file: [
    "its provider has no import",
    "leave it out: Terraform writes the file again, from values that it has imported",
  ],
};

/**
 * Has Terraform import what exists already, in the plan and the apply of each stack, in place of making it.
 * @param app whose stacks are looked through: all of them must be there.
 * @throws UserError for a stack or an address that is not there, a type that is not imported, a resource with several
 * instances, an id that is empty or stands for two resources of a type.
 */
export function importExisting(app: IConstruct, imports: Imports): void {
  for (const [id, addresses] of Object.entries(imports)) {
    const resources = resourcesOf(stackNamed(app, id));
    refuseTwins(id, addresses);
    for (const [address, importId] of Object.entries(addresses)) {
      importable(id, address, resources).importFrom(checkedId(id, address, importId));
    }
  }
}

function stackNamed(app: IConstruct, id: string): TerraformStack {
  const stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
  const found = stacks.find(({ node }) => node.id === id);
  if (found) return found;
  throw refusal(`there is no stack "${id}"`, `use one of ${stacks.map(({ node }) => node.id).join(", ")}`);
}

/** By address, which is the id of the construct. */
function resourcesOf(stack: TerraformStack): ReadonlyMap<string, TerraformResource> {
  const resources = stack.node.findAll().filter((each) => TerraformResource.isTerraformResource(each));
  return new Map(resources.map((each) => [each.node.id, each]));
}

function importable(
  stack: string,
  address: string,
  resources: ReadonlyMap<string, TerraformResource>,
): TerraformResource {
  const where = `${stack}, ${address}`;
  const [type = ""] = address.split(".");
  const [why, instead] = NOT_IMPORTED[type] ?? [];
  if (why !== undefined) throw refusal(`${where}: ${type} cannot be imported: ${why}`, instead ?? "leave it out");
  const found = resources.get(address.replace(/\[.*\]$/, ""));
  if (!found) throw refusal(`${where}: the stack has no resource of that address`, nearest(type, resources));
  if (found.count === undefined && found.forEach === undefined && found.node.id === address) return found;
  throw refusal(
    `${where}: an address with [...], or one that has several instances, cannot be imported from this file`,
    `leave it out, and after the apply: terraform import '${found.node.id}["..."]' <id>`,
  );
}

function nearest(type: string, resources: ReadonlyMap<string, TerraformResource>): string {
  const addresses = [...resources.keys()];
  const sameType = addresses.filter((address) => address.startsWith(`${type}.`));
  const types = [...new Set(addresses.map((address) => address.split(".")[0]))].sort();
  return sameType.length > 0
    ? `use one of ${sameType.join(", ")}`
    : `use an address of one of these types: ${types.join(", ")}`;
}

function checkedId(stack: string, address: string, id: string): string {
  if (/^\S(.*\S)?$/.test(id)) return id;
  throw refusal(
    `${stack}, ${address}: the id "${id}" is empty, or has white space around it`,
    "write it as docs/import.md has it for the type, or leave the address out",
  );
}

/** Of one type, because a role and its profile have the same name. */
function refuseTwins(stack: string, addresses: Imports[string]): void {
  const holders = new Map<string, string>();
  for (const [address, id] of Object.entries(addresses ?? {})) {
    const key = `${address.split(".")[0]} ${id}`;
    const holder = holders.get(key);
    if (holder !== undefined)
      throw refusal(
        `${stack}: ${holder} and ${address} have the same id "${id}", and two addresses would own one object`,
        "look up the id of each",
      );
    holders.set(key, address);
  }
}

function refusal(problem: string, next: string): UserError {
  return new UserError(`config/imports.ts: ${problem}.`, next);
}
