import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type CallContext, Cloud } from "../../../rehearsal/cloud/cloud";
import { TerraformProject } from "./terraform-project";

const WORKSPACE_ID = "ws-0123456789abcdef";
const region = { aws: [{ region: "ap-northeast-1" }] };
const vpc = { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true };
const network = {
  aws_vpc: { main: vpc },
  aws_subnet: { public: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } },
};

let project: TerraformProject;

beforeEach(() => {
  project = new TerraformProject();
});

afterEach(() => project.dispose());

/** The cloud as somebody sees it who changes things by hand, while no local cloud runs. */
function byHand(): { cloud: Cloud; call: CallContext } {
  const { stateFile, stacksDirectory } = project.options;
  const call = { provider: { region: "ap-northeast-1" }, workingDirectory: path.join(stacksDirectory, "_") };
  return { cloud: Cloud.open(stateFile), call };
}

async function apply(resource: object, more: object = {}): Promise<void> {
  project.write({ provider: region, resource, ...more });
  const { exitCode, output } = await project.terraform("apply", "-auto-approve");
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining("Apply complete!") });
}

async function expectNoChanges(): Promise<void> {
  const { exitCode, output } = await project.terraform("plan", "-detailed-exitcode");
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining("No changes.") });
}

async function plan(resource: object, more: object = {}): Promise<string> {
  project.write({ provider: region, resource, ...more });
  return (await project.terraform("plan")).output;
}

describe("Terraform with the local cloud", () => {
  test("init, validate, apply, an empty second plan, destroy", async () => {
    const file = { content: "${aws_vpc.main.id}\n", filename: "../../../hosts/vpc.txt" };
    project.write({ provider: region, resource: { ...network, local_file: { vpc: file } } });
    const init = await project.terraform("init");
    expect(init.output).toContain("Terraform has been successfully initialized!");
    expect(existsSync(path.join(project.options.stacksDirectory, "demo/.terraform.lock.hcl"))).toBe(false);
    expect((await project.terraform("validate")).output).toContain("The configuration is valid.");
    const applied = await project.terraform("apply", "-auto-approve");
    expect(applied.output).toContain("Apply complete! Resources: 3 added, 0 changed, 0 destroyed.");
    expect(readFileSync(path.join(project.root, "hosts/vpc.txt"), "utf8")).toMatch(/^vpc-[0-9a-f]{17}\n$/);
    await expectNoChanges();
    const destroyed = await project.terraform("destroy", "-auto-approve");
    expect(destroyed.output).toContain("Destroy complete! Resources: 3 destroyed.");
    expect(existsSync(path.join(project.root, "hosts/vpc.txt"))).toBe(false);
  });

  test("what a plan promises: computed values after apply, defaults and default tags at once", async () => {
    project.write({
      provider: { aws: [{ region: "ap-northeast-1", default_tags: [{ tags: { Project: "demo" } }] }] },
      resource: { aws_vpc: { main: { ...vpc, tags: { Name: "main" } } } },
    });
    const { output } = await project.terraform("plan");
    expect(output).toMatch(/\+ arn += \(known after apply\)/);
    expect(output).toMatch(/\+ enable_dns_support += true/);
    expect(output).toMatch(/\+ tags_all += \{\s+\+ "Name" += "main"\s+\+ "Project" = "demo"/);
  });

  test("an update changes the object in place, and its tags_all with its tags", async () => {
    await apply({ aws_vpc: { main: vpc } });
    const output = await plan({ aws_vpc: { main: { ...vpc, enable_dns_hostnames: false, tags: { Name: "main" } } } });
    expect(output).toContain("# aws_vpc.main will be updated in-place");
    expect(output).toMatch(/~ enable_dns_hostnames += true -> false/);
    expect(output).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
    expect(output).not.toContain("(known after apply)");
  });

  test("what cannot change in place is replaced, and what refers to it with it", async () => {
    await apply(network);
    const output = await plan({
      aws_vpc: { main: { ...vpc, cidr_block: "10.1.0.0/16" } },
      aws_subnet: { public: { ...network.aws_subnet.public, cidr_block: "10.1.1.0/24" } },
    });
    expect(output).toContain("# aws_vpc.main must be replaced");
    expect(output).toMatch(/~ cidr_block += "10\.0\.0\.0\/16" -> "10\.1\.0\.0\/16" # forces replacement/);
    expect(output).toContain("# aws_subnet.public must be replaced");
  });

  test("an attribute in a block that cannot change in place replaces the object", async () => {
    const data = { aws_ami: { nixos: { owners: ["427812963091"], most_recent: true } } };
    const instance = (encrypted: boolean) => ({
      aws_vpc: { main: vpc },
      aws_subnet: network.aws_subnet,
      aws_instance: {
        app: {
          ami: "${data.aws_ami.nixos.id}",
          instance_type: "t4g.medium",
          subnet_id: "${aws_subnet.public.id}",
          root_block_device: { encrypted, volume_size: 30 },
        },
      },
    });
    await apply(instance(true), { data });
    await expectNoChanges();
    expect(await plan(instance(false), { data })).toMatch(/~ encrypted += true -> false # forces replacement/);
  });

  test("drift is seen: a change by hand, and an object that is gone", async () => {
    await apply(network);
    const { cloud, call } = byHand();
    const id = /"id": "(vpc-\w+)"/.exec(project.state())?.[1] ?? "";
    const subnet = /"id": "(subnet-\w+)"/.exec(project.state())?.[1] ?? "";
    await cloud.update(
      "aws_vpc",
      id,
      { ...cloud.read("aws_vpc", id, call)?.attributes, enable_dns_hostnames: false },
      call,
    );
    cloud.remove("aws_subnet", subnet, call);
    await project.restart();
    const { output } = await project.terraform("plan");
    expect(output).toMatch(/~ enable_dns_hostnames += false -> true/);
    expect(output).toContain("# aws_subnet.public will be created");
    expect(output).toContain("Plan: 1 to add, 1 to change, 0 to destroy.");
  });

  test("an object that exists already is imported, and then there is nothing to do", async () => {
    const { cloud, call } = byHand();
    const { id } = await cloud.create("aws_vpc", { ...vpc, tags: { Name: "by hand" } }, call);
    project.write({ provider: region, resource: { aws_vpc: { main: { ...vpc, tags: { Name: "by hand" } } } } });
    const imported = await project.terraform("import", "aws_vpc.main", id);
    expect(imported.output).toContain("Import successful!");
    await expectNoChanges();
    const missing = await project.terraform("import", "aws_vpc.main", "vpc-00000000000000000");
    expect(missing.exitCode).toBe(1);
  });

  test("what the service refuses is refused by the plan, at its line", async () => {
    const output = await plan({ aws_vpc: { main: { cidr_block: "10.0.0.0/8" } } });
    expect(output).toContain("Error: InvalidVpc.Range");
    expect(output).toMatch(
      /on cdk\.tf\.json line \d+, in resource\.aws_vpc\.main:\n +\d+: +"cidr_block": "10\.0\.0\.0\/8"/,
    );
  });

  test("what is refused only by the apply leaves the state as it was", async () => {
    const resource = {
      ...network,
      aws_subnet: { public: { ...network.aws_subnet.public, cidr_block: "10.9.1.0/24" } },
    };
    project.write({ provider: region, resource });
    const { exitCode, output } = await project.terraform("apply", "-auto-approve");
    expect(exitCode).toBe(1);
    expect(output).toContain("Error: InvalidSubnet.Range");
    expect(project.state()).not.toContain('"aws_subnet"');
    await apply(network);
    const used = await plan({ aws_subnet: { public: { vpc_id: "vpc-00000000000000000", cidr_block: "10.0.1.0/24" } } });
    expect(used).toContain("must be replaced");
  });

  test.each([
    ["a type without rules", "aws_sqs_queue", "The local cloud has no rules for aws_sqs_queue"],
    ["a misspelled type", "aws_vcp", "There is no aws_vcp in @cdktf/provider-aws"],
  ])("%s is refused by name, with the stack that uses it", async (_case, type, message) => {
    const output = await plan({ aws_vpc: { main: vpc }, [type]: { x: { name: "x" } } });
    // Terraform breaks lines where it likes.
    expect(output.replace(/\s+/g, " ")).toContain(`In stack demo: ${message}`);
  });

  test("a misspelled argument is refused by name", async () => {
    const output = await plan({ aws_vpc: { main: { cidr_blok: "10.0.0.0/16" } } });
    expect(output).toContain('No argument or block type is named "cidr_blok". Did you mean "cidr_block"?');
  });

  test("each provider block has its own configuration", async () => {
    project.write({
      provider: { aws: [{ region: "ap-northeast-1" }, { alias: "copy", region: "ap-northeast-3" }] },
      resource: { aws_vpc: { main: vpc, copy: { ...vpc, provider: "aws.copy" } } },
    });
    const { output } = await project.terraform("plan");
    expect(output).toMatch(/\+ region += "ap-northeast-1"/);
    expect(output).toMatch(/\+ region += "ap-northeast-3"/);
  });

  test("a stack that is synthesised after the start is served as well", async () => {
    project.write({ provider: region });
    expect((await project.terraform("validate")).exitCode).toBe(0);
    await apply({ aws_vpc: { main: vpc } });
  });
});

test("attributes within attributes: what is not configured of them is computed", async () => {
  const record = (settings: object) => ({
    cloudflare_dns_record: {
      app: {
        ...{ zone_id: "0123456789abcdef0123456789abcdef", name: "app.example.com", type: "A", ttl: 1 },
        ...{ content: "192.0.2.1", proxied: true, settings },
      },
    },
  });
  expect(await plan(record({ ipv4_only: true }))).toMatch(
    /\+ settings += \{\s+\+ flatten_cname = \(known after apply\)/,
  );
  await apply(record({ ipv4_only: true }));
  await expectNoChanges();
  expect(await plan(record({ ipv4_only: false }))).toMatch(/~ ipv4_only += true -> false/);
});

describe("secrets", () => {
  const variable = (more: object) => ({
    tfe_workspace: { staging: { name: "staging", organization: "plural-reality" } },
    tfe_variable: {
      key: {
        key: "CLOUDFLARE_API_TOKEN",
        category: "env",
        sensitive: true,
        workspace_id: "${tfe_workspace.staging.id}",
        ...more,
      },
    },
  });

  test("a write-only argument is in no state; a new value replaces the variable", async () => {
    await apply(variable({ value_wo: "swordfish" }));
    await expectNoChanges();
    for (const kept of [project.state(), readFileSync(project.options.stateFile, "utf8")])
      expect(kept).not.toContain("swordfish");
    expect(await plan(variable({ value_wo: "swordfish!" }))).toContain("# tfe_variable.key must be replaced");
    await apply(variable({ value_wo: "swordfish!" }));
    await expectNoChanges();
  });

  test("a write-only argument may come from a secret that is known after apply", async () => {
    const resource = {
      ...variable({ value_wo: "${aws_iam_access_key.runner.secret}" }),
      aws_iam_user: { runner: { name: "runner" } },
      aws_iam_access_key: { runner: { user: "${aws_iam_user.runner.name}" } },
    };
    await apply(resource);
    await expectNoChanges();
    const secret = { secret: { value: "${aws_iam_access_key.runner.secret}" } };
    project.write({ provider: region, resource, output: secret });
    expect((await project.terraform("plan")).output).toContain("Output refers to sensitive values");
  });

  test("a plan does not show a sensitive value", async () => {
    expect(await plan(variable({ value: "swordfish" }))).toMatch(/\+ value += \(sensitive value\)/);
  });

  test("the refusal of a value is at its line", async () => {
    const output = await plan(variable({ value: "x", workspace_id: `${WORKSPACE_ID}-wrong` }));
    expect(output).toMatch(/\d+: +"workspace_id": "ws-0123456789abcdef-wrong"/);
  });
});

test("an object without an id of its own is found again", async () => {
  await apply({ local_file: { note: { content: "one", filename: "../../../hosts/note.txt" } } });
  writeFileSync(path.join(project.root, "hosts/note.txt"), "changed");
  expect((await project.terraform("plan")).output).toContain("# local_file.note will be created");
});
