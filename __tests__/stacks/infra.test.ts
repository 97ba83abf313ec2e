import { environments, project } from "../../config";
import type { OriginRequests } from "../../contract/origin-slots";
import { STATEFUL_ADDRESSES, STATEFUL_TYPES } from "../../resources";
import { type Block, CSR, resources, type Synthesised, synthBootstrap, synthInfra } from "../synthesised";

describe.each(environments.map(({ name }) => name))("infra-%s", (name) => {
  const stack = synthInfra(name);

  it("is the stack in the snapshot", () => {
    expect(stack).toMatchSnapshot();
  });

  it("has the addresses of the contract", () => {
    expect(resources(stack).map(([address]) => address)).toEqual(
      expect.arrayContaining([
        "aws_vpc.main",
        "aws_subnet.public",
        "aws_internet_gateway.main",
        "aws_route_table.public",
        "aws_route_table_association.public",
        "aws_security_group.app",
        "aws_security_group.efs",
        "aws_efs_file_system.m36",
        "aws_efs_mount_target.m36",
        "aws_efs_mount_target.m36_second",
        "aws_efs_access_point.m36",
        "aws_key_pair.deploy",
        "aws_instance.app",
        "aws_eip.app",
        "cloudflare_dns_record.app",
        "cloudflare_origin_ca_certificate.origin",
        "local_file.infra_json",
      ]),
    );
  });

  it("keeps its state in its own workspace", () => {
    expect(stack.terraform.cloud).toEqual({
      hostname: "app.terraform.io",
      organization: "plural-reality",
      workspaces: { name: `cartographer-${name}` },
    });
  });

  it("demands a Terraform with write-only arguments and the very versions of the bindings", () => {
    expect(stack.terraform.required_version).toBe(">= 1.11.0");
    expect(stack.terraform.required_providers).toMatchObject({
      aws: { version: "6.25.0" },
      cloudflare: { version: "5.14.0" },
      local: { version: "2.6.1" },
    });
  });

  it("asks for the variables that its workspace gives, and for no other", () => {
    const given = Object.values(synthBootstrap().resource.tfe_variable ?? {})
      .filter(({ category, workspace_id }) => category === "terraform" && workspace_id === workspaceId(name))
      .map(({ key }) => key);
    expect(given.sort()).toEqual(Object.keys(stack.variable).sort());
  });

  it("has no default for a secret", () => {
    expect(stack.variable.cloudflare_api_token).toMatchObject({ sensitive: true, nullable: false });
    expect(stack.variable.cloudflare_api_token).not.toHaveProperty("default");
  });

  it("protects what cannot be made again", () => {
    const stateful = resources(stack).filter(([address]) => isStateful(address));
    expect(stateful.map(([address]) => address).sort()).toEqual(STATEFUL_ADDRESSES);
    for (const [, block] of stateful) expect(block.lifecycle).toMatchObject({ prevent_destroy: true });
  });

  it("gives Nix an output that Terraform would refuse if it held a secret", () => {
    expect(stack.output.infra_metadata).not.toHaveProperty("sensitive");
  });
});

it("stays far below the 500 managed resources of Terraform Cloud's free plan", () => {
  const [staging = 0, ...others] = environments.map(({ name }) => resources(synthInfra(name)).length);
  expect(staging).toBeLessThan(60);
  expect(others.reduce((sum, count) => sum + count, staging)).toBeLessThan(200);
});

it("gives each environment names of its own", () => {
  const names = (stack: Synthesised): readonly string[] =>
    JSON.stringify(stack).match(/"(name|key_name|creation_token)":"cartographer[^"]*"/g) ?? [];
  const [staging, prod] = [names(synthInfra("staging")), names(synthInfra("prod"))];
  expect(staging.length).toBeGreaterThan(3);
  expect(prod.filter((name) => staging.includes(name))).toEqual([]);
});

it("names a missing CSR's command in a precondition, and fails no other stack", () => {
  const stack = synthInfra("staging", {}, { inUse: "origin", csrs: {} });
  expect(stack.locals).toEqual({ origin_csr: "" });
  expect(stack.resource.cloudflare_origin_ca_certificate?.origin?.lifecycle).toMatchObject({
    precondition: [
      {
        condition: '${local.origin_csr != ""}',
        error_message: expect.stringContaining("./cartographer origin-key staging"),
      },
    ],
  });
});

describe("a rotation of the origin certificate", () => {
  const certificates = (origin: OriginRequests) => {
    const { resource, output } = synthInfra("staging", {}, origin);
    // An object of ours.
    const { origin_certificate: shown, origin_slot: slot } = (output.infra_metadata?.value ?? {}) as Block;
    return { made: Object.keys(resource.cloudflare_origin_ca_certificate ?? {}).sort(), shown, slot };
  };
  const address = (name: string) => `\${cloudflare_origin_ca_certificate.${name}.certificate}`;
  const both = { origin: CSR, "origin-next": CSR };

  it("has the new certificate beside the old one, and shows the one whose slot is in use", () => {
    const made = ["origin", "origin_next"];
    expect(certificates({ inUse: "origin", csrs: both })).toEqual({ made, shown: address("origin"), slot: "origin" });
    expect(certificates({ inUse: "origin-next", csrs: both })).toEqual({
      made,
      shown: address("origin_next"),
      slot: "origin-next",
    });
  });

  it("ends with the new one alone, under the address that it was made with", () => {
    expect(certificates({ inUse: "origin-next", csrs: { "origin-next": CSR } })).toEqual({
      made: ["origin_next"],
      shown: address("origin_next"),
      slot: "origin-next",
    });
  });
});

function isStateful(address: string): boolean {
  return STATEFUL_TYPES.some((type) => address.startsWith(`${type}.`));
}

function workspaceId(environment: string): string {
  return `\${tfe_workspace.${project.name}_${environment}.id}`;
}
