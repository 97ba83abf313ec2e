import { isIPv4 } from "node:net";
import { Cloud } from "../../../rehearsal/cloud/cloud";
import type { Attributes } from "../../../rehearsal/cloud/rule";
import { contains } from "../../../rehearsal/cloud/rules/networks";
import { emptyCloud, network, PUBLIC_KEY, refusalsOf } from "./setup";

/** A cloud with a network in it. */
async function scene() {
  const { cloud, call } = emptyCloud({ default_tags: [{ tags: { Project: "cartographer", Owner: "team" } }] });
  const base = await network(cloud, call);
  const image = cloud.lookUp(
    "aws_ami",
    { owners: ["427812963091"], most_recent: true, filter: [{ name: "name", values: ["nixos/25.11*-aarch64-linux"] }] },
    call,
  );
  const ids = { vpc_id: base.vpc.id ?? null, subnet_id: base.subnet.id ?? null, group: base.group.id ?? null };
  const host = {
    ami: "id" in image ? (image.id ?? null) : null,
    instance_type: "t4g.medium",
    subnet_id: ids.subnet_id,
    vpc_security_group_ids: [ids.group],
    root_block_device: [{ volume_size: 30, encrypted: true }],
  };
  const refusals = (type: string, attributes: Attributes) => refusalsOf(() => cloud.create(type, attributes, call));
  const deleting = (type: string, object: Attributes) => refusalsOf(() => cloud.remove(type, String(object.id), call));
  return { cloud, call, ...base, ids, host, image, refusals, deleting };
}

describe("networks", () => {
  test("a VPC has what others use: ids, an ARN, an IPv6 range, tags with the provider's", async () => {
    const { vpc, call, cloud } = await scene();
    expect(vpc).toMatchObject({
      id: expect.stringMatching(/^vpc-0[0-9a-f]{16}$/),
      arn: `arn:aws:ec2:ap-northeast-1:123456789012:vpc/${vpc.id}`,
      ipv6_cidr_block: expect.stringMatching(/^2001:db8:[0-9a-f]+00::\/56$/),
      default_security_group_id: expect.stringMatching(/^sg-/),
      region: "ap-northeast-1",
      instance_tenancy: "default",
      enable_dns_support: true,
      tags_all: { Project: "cartographer", Owner: "team" },
    });
    const tagged = await cloud.create("aws_vpc", { cidr_block: "10.9.0.0/16", tags: { Owner: "me" } }, call);
    expect(tagged.attributes.tags_all).toEqual({ Project: "cartographer", Owner: "me" });
    expect(tagged.attributes.ipv6_cidr_block).toBe("");
  });

  test("what is not known yet gets no default that depends on it", async () => {
    const { cloud, call } = await scene();
    expect(cloud.defaults("aws_vpc", { tags: null }, call)).toMatchObject({ tags_all: { Owner: "team" } });
    expect(cloud.defaults("aws_vpc", {}, call)).not.toHaveProperty("tags_all");
  });

  test.each([
    [{ vpc_id: "vpc-0000" }, "InvalidVpcID.NotFound", "vpc-0000"],
    [{ cidr_block: "10.1.1.0/24" }, "InvalidSubnet.Range", "not within the 10.0.0.0/16"],
    [{ cidr_block: "10.0.1.128/25" }, "InvalidSubnet.Conflict", "overlaps with 10.0.1.0/24"],
    [{ cidr_block: "10.0.0.0/16" }, "InvalidSubnet.Conflict", "overlaps with 10.0.1.0/24"],
    [{ ipv6_cidr_block: "2001:db8:ffff::/64" }, "InvalidSubnet.Range", "not within the 2001:db8:"],
    [{ availability_zone: "eu-west-1a" }, "InvalidParameterValue", "no availability zone of ap-northeast-1"],
  ])("a second subnet with %j is refused", async (change, summary, detail) => {
    const { refusals, ids } = await scene();
    const found = await refusals("aws_subnet", { vpc_id: ids.vpc_id, cidr_block: "10.0.2.0/24", ...change });
    expect(found).toMatchObject([{ summary, detail: expect.stringContaining(detail) }]);
  });

  test("VPCs of the same range live beside one another, and their subnets do not clash", async () => {
    const { make, vpc } = await scene();
    const other = await make("aws_vpc", { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true });
    expect(other.ipv6_cidr_block).not.toBe(vpc.ipv6_cidr_block);
    await make("aws_subnet", { vpc_id: other.id ?? null, cidr_block: "10.0.1.0/24" });
  });

  test("routes have one destination and one target, in the same VPC, and one each", async () => {
    const { make, refusals, ids, gateway } = await scene();
    const other = await make("aws_vpc", { cidr_block: "10.1.0.0/16" });
    const out = { cidr_block: "0.0.0.0/0", gateway_id: gateway.id ?? null };
    const table = (...route: Attributes[]) => ({ vpc_id: ids.vpc_id, route });
    const summary = async (attributes: Attributes) => (await refusals("aws_route_table", attributes))[0]?.summary;
    expect(await summary(table({ cidr_block: "0.0.0.0/0" }))).toBe("InvalidParameterCombination");
    expect(await summary(table({ ...out, ipv6_cidr_block: "::/0" }))).toBe("InvalidParameterCombination");
    expect(await summary(table(out, out))).toBe("RouteAlreadyExists");
    expect(await summary(table({ ...out, gateway_id: "igw-0" }))).toBe("InvalidGatewayID.NotFound");
    expect(await summary({ ...table(out), vpc_id: other.id ?? null })).toBe("InvalidParameterValue");
    const made = await make("aws_route_table", table(out, { ipv6_cidr_block: "::/0", gateway_id: gateway.id ?? null }));
    const pair = { subnet_id: ids.subnet_id, route_table_id: made.id ?? null };
    const association = await make("aws_route_table_association", pair);
    expect(association.id).toMatch(/^rtbassoc-/);
    expect((await refusals("aws_route_table_association", pair))[0]?.summary).toBe("Resource.AlreadyAssociated");
    const elsewhere = await make("aws_route_table", { vpc_id: other.id ?? null });
    const subnet = await make("aws_subnet", { vpc_id: ids.vpc_id, cidr_block: "10.0.2.0/24" });
    const crossed = { subnet_id: subnet.id ?? null, route_table_id: elsewhere.id ?? null };
    expect((await refusals("aws_route_table_association", crossed))[0]?.summary).toBe("InvalidParameterValue");
  });

  test("a VPC has one gateway", async () => {
    const { refusals, ids } = await scene();
    expect(await refusals("aws_internet_gateway", { vpc_id: ids.vpc_id })).toMatchObject([
      { summary: "Resource.AlreadyAssociated", attribute: "vpc_id" },
    ]);
  });

  test("what others stand on is not deleted, and they are named", async () => {
    const { deleting, vpc, subnet, group, gateway, cloud, call } = await scene();
    expect(await deleting("aws_vpc", vpc)).toEqual([
      {
        summary: "DependencyViolation",
        detail:
          `aws_vpc ${vpc.id} cannot be deleted: aws_internet_gateway ${gateway.id}, aws_subnet ${subnet.id}, ` +
          `aws_security_group ${group.id} still refer to it.`,
      },
    ]);
    cloud.remove("aws_subnet", String(subnet.id), call);
    cloud.remove("aws_internet_gateway", String(gateway.id), call);
    cloud.remove("aws_security_group", String(group.id), call);
    cloud.remove("aws_vpc", String(vpc.id), call);
  });
});

describe("security groups", () => {
  test("names are unique in a VPC, not beyond it", async () => {
    const { refusals, make, ids } = await scene();
    expect(await refusals("aws_security_group", { name: "app", vpc_id: ids.vpc_id })).toMatchObject([
      { summary: "InvalidGroup.Duplicate", detail: expect.stringContaining('already has name "app"') },
    ]);
    const other = await make("aws_vpc", { cidr_block: "10.1.0.0/16" });
    await make("aws_security_group", { name: "app", vpc_id: other.id ?? null });
  });

  test("a rule may name its own group, must name a group that exists, and another end at all", async () => {
    const { refusals, make, ids, group, cloud, call } = await scene();
    const rule = { from_port: 2049, to_port: 2049, protocol: "tcp" };
    const efs = (ingress: Attributes[]) => ({ name: "efs", vpc_id: ids.vpc_id, ingress, egress: [] });
    expect((await refusals("aws_security_group", efs([{ ...rule, security_groups: ["sg-0"] }])))[0]?.summary).toBe(
      "InvalidGroup.NotFound",
    );
    expect((await refusals("aws_security_group", efs([rule])))[0]?.summary).toBe("MissingParameter");
    const made = await make("aws_security_group", efs([{ ...rule, security_groups: [ids.group] }]));
    expect(made.ingress).toMatchObject([
      { cidr_blocks: [], description: "", self: false, security_groups: [group.id] },
    ]);
    await expect(refusalsOf(() => cloud.remove("aws_security_group", String(group.id), call))).resolves.toMatchObject([
      { summary: "DependencyViolation", detail: expect.stringContaining(String(made.id)) },
    ]);
    const own = { ...made, ingress: [{ ...rule, security_groups: [made.id ?? null] }] };
    await cloud.update("aws_security_group", String(made.id), own, call);
    cloud.remove("aws_security_group", String(group.id), call);
    cloud.remove("aws_security_group", String(made.id), call);
  });

  test("a group has sixty rules of a family; a prefix list counts with all it may hold", async () => {
    const { refusals, make, ids } = await scene();
    const ranges = Array.from({ length: 61 }, (_, index) => `10.${index}.0.0/16`);
    const rule = { from_port: 443, to_port: 443, protocol: "tcp" };
    const many = (count: number) => ({
      name: `many-${count}`,
      vpc_id: ids.vpc_id,
      ingress: [{ ...rule, cidr_blocks: ranges.slice(0, count), ipv6_cidr_blocks: ["::/0"] }],
    });
    await make("aws_security_group", many(60));
    expect(await refusals("aws_security_group", many(61))).toMatchObject([
      { summary: "RulesPerSecurityGroupLimitExceeded", detail: expect.stringContaining("61 IPv4 rules") },
    ]);
  });

  test("the default group is that of its VPC", async () => {
    const { make, vpc, ids } = await scene();
    const group = await make("aws_default_security_group", { vpc_id: ids.vpc_id, ingress: [], egress: [] });
    expect(group).toMatchObject({ id: vpc.default_security_group_id, name: "default" });
  });
});

describe("file systems", () => {
  test("tokens are unique, the name follows the tags, the count its mount targets", async () => {
    const { make, refusals, cloud, call, ids } = await scene();
    const files = await make("aws_efs_file_system", { creation_token: "m36", encrypted: true, tags: { Name: "m36" } });
    expect(files).toMatchObject({
      id: expect.stringMatching(/^fs-0[0-9a-f]{16}$/),
      dns_name: `${files.id}.efs.ap-northeast-1.amazonaws.com`,
      name: "m36",
      throughput_mode: "bursting",
    });
    expect((await refusals("aws_efs_file_system", { creation_token: "m36" }))[0]?.summary).toBe(
      "FileSystemAlreadyExists",
    );
    await make("aws_efs_mount_target", { file_system_id: files.id ?? null, subnet_id: ids.subnet_id });
    expect(cloud.read("aws_efs_file_system", String(files.id), call)?.attributes.number_of_mount_targets).toBe(1);
  });

  test("a zone has one mount target, all are in one VPC, and the file system waits for them", async () => {
    const { make, refusals, deleting, ids, vpc, cloud, call } = await scene();
    const files = await make("aws_efs_file_system", { creation_token: "m36" });
    const base = { file_system_id: files.id ?? null, security_groups: [ids.group] };
    const target = await make("aws_efs_mount_target", { ...base, subnet_id: ids.subnet_id });
    expect(contains("10.0.1.0/24", `${target.ip_address}/32`)).toBe(true);
    expect(target.availability_zone_name).toBe("ap-northeast-1a");
    const subnet = async (vpc_id: Attributes[string] | undefined, cidr_block: string, zone: string) =>
      (await make("aws_subnet", { vpc_id: vpc_id ?? null, cidr_block, availability_zone: `ap-northeast-1${zone}` }))
        .id ?? null;
    const sameZone = await subnet(vpc.id, "10.0.2.0/24", "a");
    const other = await make("aws_vpc", { cidr_block: "10.1.0.0/16" });
    const otherVpc = await subnet(other.id, "10.1.1.0/24", "c");
    const conflict = [expect.objectContaining({ summary: "MountTargetConflict", attribute: "subnet_id" })];
    expect(await refusals("aws_efs_mount_target", { ...base, subnet_id: sameZone })).toEqual(conflict);
    expect(await refusals("aws_efs_mount_target", { file_system_id: files.id ?? null, subnet_id: otherVpc })).toEqual(
      conflict,
    );
    const foreign = await make("aws_security_group", { name: "x", vpc_id: other.id ?? null });
    const second = { ...base, subnet_id: await subnet(vpc.id, "10.0.3.0/24", "c") };
    const crossed = { ...second, security_groups: [foreign.id ?? null] };
    expect((await refusals("aws_efs_mount_target", crossed))[0]?.summary).toBe("SecurityGroupNotFound");
    await make("aws_efs_mount_target", second);
    expect((await deleting("aws_efs_file_system", files))[0]?.summary).toBe("FileSystemInUse");
    const point = await make("aws_efs_access_point", { file_system_id: files.id ?? null, root_directory: {} });
    expect(point).toMatchObject({ id: expect.stringMatching(/^fsap-/), root_directory: { path: "/" } });
    for (const each of [target.id, (await cloud.importObject("aws_efs_mount_target", String(target.id), call))?.id]) {
      cloud.remove("aws_efs_mount_target", String(each), call);
    }
  });
});

describe("instances and addresses", () => {
  test("an image is found by name, owner and architecture, and only one at a time", async () => {
    const { cloud, call, image } = await scene();
    expect(image).toMatchObject({
      architecture: "arm64",
      name: expect.stringMatching(/^nixos\/25\.11\..+-aarch64-linux$/),
    });
    const name = { name: "name", values: ["nixos/25.11*"] };
    expect(cloud.lookUp("aws_ami", { filter: [name] }, call)).toMatchObject({
      detail: expect.stringContaining("more than one"),
    });
    const none = cloud.lookUp("aws_ami", { filter: [{ ...name, values: ["nixos/11*"] }] }, call);
    expect(none).toMatchObject({ detail: expect.stringContaining("no results") });
    const odd = cloud.lookUp("aws_ami", { filter: [{ name: "colour", values: ["red"] }] }, call);
    expect(odd).toMatchObject({ detail: expect.stringContaining('"colour"') });
    const elsewhere = cloud.lookUp(
      "aws_ami",
      { most_recent: true, filter: [name, { name: "architecture", values: ["arm64"] }] },
      { ...call, provider: { region: "eu-west-1" } },
    );
    expect(elsewhere).not.toMatchObject({ id: "id" in image ? image.id : "" });
  });

  test("an instance takes addresses of its subnet, and shows its elastic one once it has it", async () => {
    const { make, cloud, call, host } = await scene();
    const instance = await make("aws_instance", { ...host, ipv6_address_count: 1 });
    expect(instance).toMatchObject({
      id: expect.stringMatching(/^i-0[0-9a-f]{16}$/),
      availability_zone: "ap-northeast-1a",
      instance_state: "running",
      ipv6_addresses: [expect.stringMatching(/^2001:db8:/)],
      public_ip: expect.stringMatching(/^198\.51\.100\./),
      root_block_device: [{ volume_id: expect.stringMatching(/^vol-/), volume_size: 30, encrypted: true, iops: 3000 }],
    });
    expect(contains("10.0.1.0/24", `${instance.private_ip}/32`)).toBe(true);
    const second = await make("aws_instance", host);
    expect(second.private_ip).not.toBe(instance.private_ip);
    expect(second.public_ip).not.toBe(instance.public_ip);

    const address = await make("aws_eip", { instance: instance.id ?? null, domain: "vpc" });
    expect(address).toMatchObject({
      id: expect.stringMatching(/^eipalloc-/),
      allocation_id: address.id,
      association_id: expect.stringMatching(/^eipassoc-/),
      private_ip: instance.private_ip,
      public_ip: expect.stringMatching(/^203\.0\.113\./),
    });
    const seen = cloud.read("aws_instance", String(instance.id), call)?.attributes;
    expect(seen?.public_ip).toBe(address.public_ip);
    expect(seen?.public_dns).toBe(address.public_dns);
    expect(isIPv4(String(address.public_ip))).toBe(true);
    cloud.remove("aws_instance", String(instance.id), call); // the address stays
    expect(cloud.read("aws_eip", String(address.id), call)).toBeDefined();
  });

  test.each([
    [{ instance_type: "t3.medium" }, "InvalidParameterValue", '"x86_64" of the specified instance type t3.medium'],
    [{ ami: "ami-0123456789abcdef0" }, "InvalidAMIID.NotFound", "does not exist in ap-northeast-1"],
    [{ subnet_id: "subnet-0" }, "InvalidSubnetID.NotFound", "subnet-0"],
    [{ vpc_security_group_ids: ["sg-0"] }, "InvalidGroup.NotFound", "sg-0"],
    [{ key_name: "missing" }, "InvalidKeyPair.NotFound", "missing"],
    [{ iam_instance_profile: "missing" }, "InvalidParameterValue", "missing"],
  ])("%j is refused", async (change, summary, detail) => {
    const { refusals, host } = await scene();
    expect(await refusals("aws_instance", { ...host, ...change })).toMatchObject([
      { summary, detail: expect.stringContaining(detail) },
    ]);
  });

  test("groups of another VPC are refused, and IPv6 without a range for it", async () => {
    const { refusals, make, host } = await scene();
    const other = await make("aws_vpc", { cidr_block: "10.1.0.0/16" });
    const vpc_id = other.id ?? null;
    const group = await make("aws_security_group", { name: "x", vpc_id });
    const foreign = { ...host, vpc_security_group_ids: [group.id ?? null] };
    expect((await refusals("aws_instance", foreign))[0]?.summary).toBe("InvalidParameter");
    const subnet = await make("aws_subnet", { vpc_id, cidr_block: "10.1.1.0/24" });
    const without = { ...host, subnet_id: subnet.id ?? null, vpc_security_group_ids: [group.id ?? null] };
    expect((await refusals("aws_instance", { ...without, ipv6_address_count: 1 }))[0]?.summary).toBe(
      "InvalidParameterCombination",
    );
    const instance = await make("aws_instance", without);
    expect(instance).toMatchObject({ public_ip: "", ipv6_addresses: [] });
    // No gateway there: an elastic address would reach nothing.
    expect((await refusals("aws_eip", { instance: instance.id ?? null }))[0]?.summary).toBe("Gateway.NotAttached");
  });

  test("protection refuses termination, until it is lifted or force_destroy was applied", async () => {
    const { make, deleting, cloud, call, host } = await scene();
    const instance = await make("aws_instance", { ...host, disable_api_termination: true });
    expect(await deleting("aws_instance", instance)).toMatchObject([{ summary: "OperationNotPermitted" }]);
    const forced = await cloud.update("aws_instance", String(instance.id), { ...instance, force_destroy: true }, call);
    cloud.remove("aws_instance", forced.id, call);
    expect(cloud.read("aws_instance", forced.id, call)).toBeUndefined();
  });

  test("an instance whose image is gone is updated all the same", async () => {
    const { make, cloud, call, host } = await scene();
    const made = await make("aws_instance", host);
    const tags = { Name: "app" };
    const updated = await cloud.update("aws_instance", String(made.id), { tags, tags_all: tags }, call);
    expect(updated.attributes).toMatchObject({ ...made, tags, tags_all: tags });
  });

  test("a region has five elastic addresses", async () => {
    const { make, refusals } = await scene();
    const addresses = new Set<unknown>();
    for (let index = 0; index < 5; index += 1) addresses.add((await make("aws_eip", {})).public_ip);
    expect(addresses.size).toBe(5);
    expect((await refusals("aws_eip", {}))[0]?.summary).toBe("AddressLimitExceeded");
  });

  test("a key pair is named once, and has the fingerprint that ssh-keygen shows", async () => {
    const { make, refusals, cloud, call, host } = await scene();
    const pair = await make("aws_key_pair", { key_name: "cartographer-deploy", public_key: `${PUBLIC_KEY}\n` });
    expect(pair).toMatchObject({
      id: "cartographer-deploy",
      key_type: "ed25519",
      key_pair_id: expect.stringMatching(/^key-0/),
      fingerprint: "eI4UveS94m6H/n45PRew8gOoOjBO1JgySvWrFpx4C30=",
    });
    const twin = { key_name: "cartographer-deploy", public_key: PUBLIC_KEY };
    expect((await refusals("aws_key_pair", twin))[0]?.summary).toBe("InvalidKeyPair.Duplicate");
    await make("aws_instance", { ...host, key_name: "cartographer-deploy" });
    cloud.remove("aws_key_pair", "cartographer-deploy", call); // the instance goes on without it
  });
});

describe("users", () => {
  const action = (count: number): string =>
    JSON.stringify({
      Statement: [
        { Effect: "Allow", Resource: "*", Action: Array.from({ length: count }, (_, index) => `a:${index}`) },
      ],
    });

  test("a user, its policies and its keys", async () => {
    const { make, refusals, deleting } = await scene();
    const user = await make("aws_iam_user", { name: "runner", path: "/terraform/" });
    expect(user).toMatchObject({
      id: "runner",
      arn: "arn:aws:iam::123456789012:user/terraform/runner",
      unique_id: expect.stringMatching(/^AIDA[A-Z2-7]{16}$/),
    });
    expect((await refusals("aws_iam_user", { name: "runner" }))[0]?.summary).toBe("EntityAlreadyExists");
    expect((await refusals("aws_iam_user_policy", { name: "p", user: "nobody", policy: action(1) }))[0]?.summary).toBe(
      "NoSuchEntity",
    );
    const policy = await make("aws_iam_user_policy", { name: "one", user: "runner", policy: action(150) });
    expect(policy.id).toBe("runner:one");
    expect(
      (await refusals("aws_iam_user_policy", { name: "two", user: "runner", policy: action(150) }))[0],
    ).toMatchObject({
      summary: "LimitExceeded",
      detail: expect.stringContaining("in sum"),
    });
    await make("aws_iam_user_policy_attachment", {
      user: "runner",
      policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
    const key = await make("aws_iam_access_key", { user: "runner" });
    expect(key).toMatchObject({ id: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/), status: "Active" });
    await make("aws_iam_access_key", { user: "runner" });
    expect((await refusals("aws_iam_access_key", { user: "runner" }))[0]?.summary).toBe("LimitExceeded");
    expect((await deleting("aws_iam_user", user))[0]).toMatchObject({
      summary: "DeleteConflict",
      detail: expect.stringContaining(`aws_iam_access_key ${key.id}`),
    });
  });
});

test("what is made at the same time is checked one after the other", async () => {
  const { cloud, call } = emptyCloud();
  const twins = [1, 2].map(() => cloud.create("aws_iam_user", { name: "runner" }, call));
  const results = await Promise.allSettled(twins);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected"]);
});

test("what is gone can't be updated", async () => {
  const { cloud, call } = emptyCloud();
  expect(cloud).toBeInstanceOf(Cloud);
  expect(await refusalsOf(() => cloud.update("aws_vpc", "vpc-0", {}, call))).toMatchObject([{ summary: "NotFound" }]);
});
