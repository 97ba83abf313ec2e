import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { dataRules, resourceRules } from "../../../rehearsal/cloud/rules";
import { SchemaCache } from "../../../rehearsal/provider/schema/cache";
import { deriveSchema } from "../../../rehearsal/provider/schema/derive";
import { sensitiveAttributes } from "../../../rehearsal/provider/schema/marks";
import { attributeNamed, type BlockSchema, type CtyType } from "../../../rehearsal/provider/schema/model";
import {
  type Described,
  openPackage,
  type ProviderPackage,
  servedProviders,
} from "../../../rehearsal/provider/schema/packages";
import { usedTypes } from "../../../rehearsal/provider/schema/used";

const nodeModules = path.resolve("node_modules");

function packageOf(type: string): ProviderPackage {
  const traits = servedProviders.find(({ name }) => type === name || type.startsWith(`${name}_`));
  if (!traits) throw new Error(`no provider for ${type}`);
  return openPackage(nodeModules, traits);
}

function derive(type: string, kind: Described["kind"] = "resource"): BlockSchema {
  return deriveSchema(packageOf(type), { kind, type });
}

/** The flags of an attribute, as in the provider's own source. */
function flags(schema: BlockSchema, name: string): string {
  const found = attributeNamed(schema, name);
  if (!found) return "absent";
  const { required, optional, computed } = found;
  return [required && "required", optional && "optional", computed && "computed"].filter(Boolean).join(" ");
}

function typeOf(schema: BlockSchema, name: string): CtyType | undefined {
  return attributeNamed(schema, name)?.type;
}

function block(schema: BlockSchema, name: string) {
  const found = schema.blocks.find((nested) => nested.name === name);
  if (!found) throw new Error(`no block ${name}`);
  return found;
}

// What is expected here was read in the sources of the providers at the versions of the packages.
describe("schemas derived from the bindings", () => {
  test("aws_vpc: simple attributes with their flags", () => {
    const vpc = derive("aws_vpc");
    expect(flags(vpc, "cidr_block")).toBe("optional computed");
    expect(flags(vpc, "arn")).toBe("computed");
    expect(flags(vpc, "enable_dns_support")).toBe("optional");
    expect(typeOf(vpc, "ipv4_netmask_length")).toBe("number");
    expect(typeOf(vpc, "tags_all")).toEqual(["map", "string"]);
    expect(vpc.blocks).toEqual([]);
  });

  test("aws_security_group: rules are attributes written as blocks, sets of objects", () => {
    const group = derive("aws_security_group");
    const rule: CtyType = [
      "object",
      {
        cidr_blocks: ["list", "string"],
        description: "string",
        from_port: "number",
        ipv6_cidr_blocks: ["list", "string"],
        prefix_list_ids: ["list", "string"],
        protocol: "string",
        security_groups: ["set", "string"],
        self: "bool",
        to_port: "number",
      },
    ];
    expect(typeOf(group, "ingress")).toEqual(["set", rule]);
    expect(typeOf(group, "egress")).toEqual(["set", rule]);
    expect(flags(group, "ingress")).toBe("optional computed");
    expect(block(group, "timeouts")).toMatchObject({ nesting: "single", minItems: 0, maxItems: 0 });
  });

  test("aws_instance: blocks, of which some may stand once", () => {
    const instance = derive("aws_instance");
    expect(block(instance, "root_block_device")).toMatchObject({ nesting: "list", minItems: 0, maxItems: 1 });
    expect(block(instance, "metadata_options")).toMatchObject({ nesting: "list", minItems: 0, maxItems: 1 });
    expect(block(instance, "ebs_block_device")).toMatchObject({ nesting: "set", minItems: 0, maxItems: 0 });
    expect(flags(block(instance, "root_block_device").block, "volume_id")).toBe("computed");
    expect(flags(block(instance, "ebs_block_device").block, "device_name")).toBe("required");
    expect(typeOf(instance, "vpc_security_group_ids")).toEqual(["set", "string"]);
  });

  test("blocks of which there must be one", () => {
    expect(block(derive("aws_backup_plan"), "rule")).toMatchObject({ nesting: "set", minItems: 1, maxItems: 0 });
  });

  test("blocks within blocks", () => {
    const directory = block(derive("aws_efs_access_point"), "root_directory");
    expect(flags(block(directory.block, "creation_info").block, "owner_uid")).toBe("required");
  });

  test("cloudflare_dns_record: attributes within attributes, with flags of their own", () => {
    const record = derive("cloudflare_dns_record");
    expect(flags(record, "ttl")).toBe("required");
    expect(flags(record, "proxied")).toBe("optional computed");
    const settings = attributeNamed(record, "settings")?.nested;
    expect(settings?.nesting).toBe("single");
    expect(settings?.attributes.map(({ name, computed }) => [name, computed])).toEqual([
      ["flatten_cname", true],
      ["ipv4_only", true],
      ["ipv6_only", true],
    ]);
    expect(typeOf(record, "settings")).toEqual([
      "object",
      { flatten_cname: "bool", ipv4_only: "bool", ipv6_only: "bool" },
    ]);
    expect(record.blocks).toEqual([]);
  });

  test("a value of any type is dynamic", () => {
    expect(typeOf(derive("cloudflare_zone_setting"), "value")).toBe("dynamic");
  });

  test("tfe_variable: the write-only argument is write-only, and both values are hidden", () => {
    const variable = derive("tfe_variable");
    expect(attributeNamed(variable, "value_wo")).toMatchObject({ writeOnly: true, sensitive: true, optional: true });
    expect(attributeNamed(variable, "value")).toMatchObject({ writeOnly: false, sensitive: true });
    expect(attributeNamed(variable, "key")).toMatchObject({ writeOnly: false, sensitive: false, required: true });
  });

  test("data sources", () => {
    const ami = derive("aws_ami", "data");
    expect(block(ami, "filter")).toMatchObject({ nesting: "set", minItems: 0, maxItems: 0 });
    expect(typeOf(ami, "block_device_mappings")).toEqual([
      "set",
      ["object", { device_name: "string", ebs: ["map", "string"], no_device: "string", virtual_name: "string" }],
    ]);
    expect(typeOf(derive("cloudflare_ip_ranges", "data"), "ipv4_cidrs")).toEqual(["list", "string"]);
  });

  test("configurations of providers, with their blocks and without alias", () => {
    const tfe = derive("tfe", "provider");
    expect(tfe.attributes.map(({ name }) => name)).toEqual(["hostname", "organization", "ssl_skip_verify", "token"]);
    expect(attributeNamed(tfe, "token")?.sensitive).toBe(true);
    const tags = block(derive("aws", "provider"), "default_tags");
    expect(tags).toMatchObject({ nesting: "list", minItems: 0 });
    expect(typeOf(tags.block, "tags")).toEqual(["map", "string"]);
    expect(typeOf(derive("aws", "provider"), "allowed_account_ids")).toEqual(["set", "string"]);
  });

  test("a type that the package does not have is named, with the package", () => {
    expect(() => derive("aws_vcp")).toThrow("There is no aws_vcp in @cdktf/provider-aws 21.22.1.");
    expect(() => derive("tfe_temas", "data")).toThrow("There is no data.tfe_temas in @cdktf/provider-tfe");
  });

  test("what can't be served is refused, not guessed", () => {
    expect(() => derive("aws_wafv2_web_acl")).toThrow("rule holds values of any type");
  });

  test("every package is one of the addresses that Terraform asks for", () => {
    expect(servedProviders.map((traits) => openPackage(nodeModules, traits).source)).toEqual([
      "hashicorp/aws",
      "cloudflare/cloudflare",
      "hashicorp/tfe",
      "hashicorp/local",
    ]);
  });

  test("every attribute listed as sensitive exists", () => {
    for (const [type, attributes] of Object.entries(sensitiveAttributes)) {
      const schema = derive(type, servedProviders.some(({ name }) => name === type) ? "provider" : "resource");
      for (const name of attributes)
        expect([type, name, attributeNamed(schema, name)?.sensitive]).toEqual([type, name, true]);
    }
  });
});

describe("the rules of the local cloud", () => {
  test.each(Object.keys(resourceRules))("%s: a rule speaks only of attributes that the schema has", (type) => {
    const rule = resourceRules[type];
    const keys = [rule?.defaults, rule?.computed, rule?.references, rule?.forceNewIf].flatMap((each) =>
      Object.keys(each ?? {}),
    );
    const named = [...keys, ...(rule?.forceNew ?? []), ...(rule?.recomputed ?? []), ...(rule?.unique ?? []).flat()];
    const schema = derive(type);
    expect(named.filter((dotted) => !has(schema, dotted.split(".")))).toEqual([]);
  });

  test.each(Object.keys(dataRules))("data.%s is a data source", (type) => {
    expect(derive(type, "data").attributes.length).toBeGreaterThan(0);
  });

  function has(schema: BlockSchema, [head = "", ...rest]: readonly string[]): boolean {
    const nested = schema.blocks.find(({ name }) => name === head);
    if (nested) return rest.length === 0 || has(nested.block, rest);
    const type = typeOf(schema, head);
    return type !== undefined && rest.every((name) => JSON.stringify(type).includes(`"${name}":`));
  }
});

describe("what is kept and what is asked for", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "lc-test-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("a derived schema is kept in a file named by package, version and type", () => {
    const vpc: Described = { kind: "resource", type: "aws_vpc" };
    const first = new SchemaCache(folder).schemaOf(packageOf("aws"), vpc);
    const [version = ""] = readdirSync(folder);
    expect(version).toMatch(/^aws-21\.22\.1-d\d+$/);
    expect(readdirSync(path.join(folder, version))).toEqual(["aws_vpc.json"]);
    const file = path.join(folder, version, "aws_vpc.json");
    const { mtimeMs } = statSync(file);
    expect(new SchemaCache(folder).schemaOf(packageOf("aws"), vpc)).toEqual(first);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  test.each(["", "{", "null", '{"derivation":1}'])("a file that holds %j is derived again", (broken) => {
    const ami: Described = { kind: "data", type: "aws_ami" };
    const first = new SchemaCache(folder).schemaOf(packageOf("aws"), ami);
    const [version = ""] = readdirSync(folder);
    writeFileSync(path.join(folder, version, "data.aws_ami.json"), broken);
    expect(new SchemaCache(folder).schemaOf(packageOf("aws"), ami)).toEqual(first);
  });

  test("the types of all stacks are found, each with a stack that uses it", () => {
    const write = (stack: string, text: string) => {
      mkdirSync(path.join(folder, stack), { recursive: true });
      writeFileSync(path.join(folder, stack, "cdk.tf.json"), text);
    };
    write("one", '{"resource":{"aws_vpc":{}},"data":{"aws_ami":{}}}');
    write("two", '{"resource":{"aws_vpc":{},"tfe_team":{}}}');
    mkdirSync(path.join(folder, "three"));
    expect(usedTypes(folder)).toEqual([
      { kind: "resource", type: "aws_vpc", stack: "one" },
      { kind: "data", type: "aws_ami", stack: "one" },
      { kind: "resource", type: "tfe_team", stack: "two" },
    ]);
    expect(usedTypes(path.join(folder, "missing"))).toEqual([]);
    write("three", "{");
    expect(() => usedTypes(folder)).toThrow("three/cdk.tf.json is no JSON: was the synthesis interrupted?");
  });
});
