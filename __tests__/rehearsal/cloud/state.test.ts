import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../common/errors";
import { Cloud } from "../../../rehearsal/cloud/cloud";
import { emptyCloud, temporaryFolder } from "./setup";

describe("the state file", () => {
  const stateFile = (content: string): string => {
    const file = join(temporaryFolder(), "cloud.json");
    writeFileSync(file, content);
    return file;
  };

  test("a missing file is an empty cloud, and is not written before something is made", () => {
    const folder = temporaryFolder();
    expect(Cloud.open(join(folder, "cloud.json")).has("aws_vpc")).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ["half a file", '{"version": 1, "objects": {"aws_vpc"', "it is no JSON"],
    ["an empty file", "", "it is no JSON"],
    ["another JSON file", '{"name": "x"}', "it is not of version 1"],
    ["a later version", '{"version": 2, "objects": {}}', "it is not of version 1"],
    ["no objects", '{"version": 1, "objects": []}', "it has no objects"],
    ["a list for a type", '{"version": 1, "objects": {"aws_vpc": []}}', "its aws_vpc are no objects"],
    ["a text for an object", '{"version": 1, "objects": {"aws_vpc": {"vpc-1": "x"}}}', "aws_vpc vpc-1 is no object"],
  ])("%s is refused with where it is and what to run", (_name, content, problem) => {
    const file = stateFile(content);
    const open = (): unknown => Cloud.open(file);
    expect(open).toThrow(UserError);
    expect(open).toThrow(`${file}, the state of the local cloud, cannot be read: ${problem}.`);
    expect(open).toThrow(expect.objectContaining({ next: expect.stringContaining("npm run rehearse") }));
  });

  test("objects outlive the process", async () => {
    const { cloud, call, project } = emptyCloud();
    const vpc = await cloud.create("aws_vpc", { cidr_block: "10.0.0.0/16" }, call);
    const reopened = Cloud.open(join(project, "cloud.json"));
    expect(reopened.read("aws_vpc", vpc.id, call)).toEqual(vpc);
    reopened.remove("aws_vpc", vpc.id, call);
    expect(Cloud.open(join(project, "cloud.json")).read("aws_vpc", vpc.id, call)).toBeUndefined();
  });

  test("the file is readable, in a stable order, for its owner only, and nothing is left beside it", async () => {
    const { cloud, call, project } = emptyCloud();
    await cloud.create("tfe_workspace", { name: "cartographer-prod" }, call);
    await cloud.create("aws_vpc", { cidr_block: "10.0.0.0/16" }, call);
    const file = join(project, "cloud.json");
    const content = readFileSync(file, "utf8");
    const state = JSON.parse(content);
    expect(Object.keys(state.objects)).toEqual(["aws_vpc", "tfe_workspace"]);
    expect(content).toBe(`${JSON.stringify(state, null, 2)}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(project).sort()).toEqual(["cdktf.out", "cloud.json"]);
  });

  test("what a killed process left half written beside it does no harm", async () => {
    const { cloud, call, project } = emptyCloud();
    const vpc = await cloud.create("aws_vpc", { cidr_block: "10.0.0.0/16" }, call);
    writeFileSync(join(project, "cloud.json.new"), '{"version": 1, "obj');
    const reopened = Cloud.open(join(project, "cloud.json"));
    await reopened.create("aws_vpc", { cidr_block: "10.1.0.0/16" }, call);
    expect(Cloud.open(join(project, "cloud.json")).read("aws_vpc", vpc.id, call)).toEqual(vpc);
  });

  test("secrets are not in it: access keys, sensitive and write-only values", async () => {
    const { cloud, call, project } = emptyCloud();
    await cloud.create("aws_iam_user", { name: "runner" }, call);
    const key = await cloud.create("aws_iam_access_key", { user: "runner" }, call);
    const workspace = await cloud.create("tfe_workspace", { name: "prod" }, call);
    const base = { workspace_id: workspace.id, category: "env" };
    await cloud.create("tfe_variable", { ...base, key: "A", sensitive: true, value: "hidden-one" }, call);
    await cloud.create("tfe_variable", { ...base, key: "B", sensitive: true, value_wo: "hidden-two" }, call);
    await cloud.create("tfe_variable", { ...base, key: "C", value: "shown" }, call);
    const content = readFileSync(join(project, "cloud.json"), "utf8");
    expect(String(key.attributes.secret)).toMatch(/^[A-Za-z0-9+/]{40}$/);
    for (const secret of [key.attributes.secret, key.attributes.ses_smtp_password_v4, "hidden-one", "hidden-two"]) {
      expect(content).not.toContain(secret);
    }
    expect(content).toContain("shown");
    expect(cloud.read("aws_iam_access_key", key.id, call)?.attributes).not.toHaveProperty("secret");
    const changed = await cloud.update("aws_iam_access_key", key.id, { status: "Inactive" }, call);
    expect(changed.attributes).not.toHaveProperty("secret"); // no second secret is made up
  });
});

describe("types without rules", () => {
  test.each([
    ["resourceRule", "aws_nat_gateway", "aws_nat_gateway", "rehearsal/cloud/rules/aws/"],
    ["dataRule", "cloudflare_zone", "data.cloudflare_zone", "rehearsal/cloud/rules/cloudflare/"],
    ["resourceRule", "constructor", "constructor", "rehearsal/cloud/rules/constructor/"],
  ] as const)("%s of %s names it and where to add them", (method, type, shown, folder) => {
    const { cloud } = emptyCloud();
    expect(cloud.has(type)).toBe(false);
    expect(() => cloud[method](type)).toThrow(`The local cloud has no rules for ${shown}`);
    expect(() => cloud[method](type)).toThrow(expect.objectContaining({ next: `add them to ${folder}` }));
  });
});
