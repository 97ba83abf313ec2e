import { networkOf } from "../../../rehearsal/cloud/rules/networks";
import { emptyCloud, refusalsOf } from "./setup";

const ZONE = "0123456789abcdef0123456789abcdef";
const record = { zone_id: ZONE, name: "app.example.com", type: "A", content: "203.0.113.10", ttl: 1, proxied: true };

describe("Cloudflare", () => {
  test("a record: its id, its import, no twin, and a CNAME alone", async () => {
    const { cloud, call } = emptyCloud();
    const made = await cloud.create("cloudflare_dns_record", record, call);
    expect(made.id).toMatch(/^[0-9a-f]{32}$/);
    expect(made.attributes).toMatchObject({ proxiable: true, tags: [] });
    expect(cloud.importObject("cloudflare_dns_record", `${ZONE}/${made.id}`, call)).toEqual(made);
    expect(cloud.importObject("cloudflare_dns_record", "elsewhere", call)).toBeUndefined();
    const summary = async (change: object) =>
      (await refusalsOf(() => cloud.create("cloudflare_dns_record", { ...record, ...change }, call)))[0]?.summary;
    expect(await summary({})).toContain("81058");
    expect(await summary({ type: "CNAME", content: "example.net" })).toContain("81053");
    await cloud.create("cloudflare_dns_record", { ...record, content: "203.0.113.11" }, call);
    const changed = await cloud.update("cloudflare_dns_record", made.id, { ...record, content: "203.0.113.12" }, call);
    expect(changed.id).toBe(made.id);
    expect(changed.attributes.created_on).toBe(made.attributes.created_on);
  });

  test("its published ranges are networks", () => {
    const { cloud, call } = emptyCloud();
    const ranges = cloud.lookUp("cloudflare_ip_ranges", {}, call);
    const all = "ipv4_cidrs" in ranges ? [ranges.ipv4_cidrs, ranges.ipv6_cidrs].flat() : [];
    expect(all).toHaveLength(22);
    expect(all.map((range) => networkOf(String(range))?.family)).toEqual([
      ...Array<string>(15).fill("ipv4"),
      ...Array<string>(7).fill("ipv6"),
    ]);
  });
});

describe("Terraform Cloud", () => {
  test("workspaces: ids, defaults, names unique in an organization, import by name", async () => {
    const { cloud, call } = emptyCloud();
    const made = await cloud.create("tfe_workspace", { name: "prod" }, call);
    expect(made.id).toMatch(/^ws-[A-Za-z0-9]{16}$/);
    expect(made.attributes).toMatchObject({
      organization: "plural-reality",
      auto_apply: false,
      execution_mode: "remote",
      html_url: "https://app.terraform.io/app/plural-reality/workspaces/prod",
    });
    expect(await refusalsOf(() => cloud.create("tfe_workspace", { name: "prod" }, call))).toMatchObject([
      { summary: "unprocessable entity", attribute: "organization" },
    ]);
    await cloud.create("tfe_workspace", { name: "prod", organization: "another" }, call);
    expect(cloud.importObject("tfe_workspace", "plural-reality/prod", call)).toEqual(made);
  });

  test("settings are those of their workspace", async () => {
    const { cloud, call } = emptyCloud();
    const workspace = await cloud.create("tfe_workspace", { name: "prod" }, call);
    const wanted = { workspace_id: workspace.id, execution_mode: "local", agent_pool_id: null };
    const settings = await cloud.create("tfe_workspace_settings", wanted, call);
    expect(settings).toMatchObject({ id: workspace.id, attributes: { overwrites: [{ execution_mode: true }] } });
    expect(cloud.read("tfe_workspace", workspace.id, call)?.attributes).toMatchObject({
      execution_mode: "local",
      operations: false,
    });
    cloud.remove("tfe_workspace_settings", settings.id, call);
    expect(cloud.read("tfe_workspace", workspace.id, call)).toEqual(workspace);
    await expect(cloud.create("tfe_workspace_settings", { workspace_id: "ws-none" }, call)).rejects.toThrow(
      "not found",
    );
  });

  test("variables: one of a key and category, readable unless sensitive, import through the workspace", async () => {
    const { cloud, call } = emptyCloud();
    const workspace = await cloud.create("tfe_workspace", { name: "prod" }, call);
    const wanted = { workspace_id: workspace.id, category: "env", key: "AWS_REGION", value: "ap-northeast-1" };
    const made = await cloud.create("tfe_variable", wanted, call);
    expect(made.attributes).toMatchObject({
      readable_value: "ap-northeast-1",
      sensitive: false,
      hcl: false,
      description: "",
    });
    expect(cloud.importObject("tfe_variable", `plural-reality/prod/${made.id}`, call)).toEqual(made);
    expect(await refusalsOf(() => cloud.create("tfe_variable", wanted, call))).toMatchObject([
      { detail: expect.stringContaining('key "AWS_REGION" and category "env"') },
    ]);
    await cloud.create("tfe_variable", { ...wanted, category: "terraform" }, call);
    const hidden = await cloud.create("tfe_variable", { ...wanted, key: "SECRET", sensitive: true }, call);
    expect(hidden.attributes).toMatchObject({ value: "ap-northeast-1", readable_value: null });
    expect(cloud.read("tfe_variable", hidden.id, call)?.attributes).not.toHaveProperty("value");
    const rule = cloud.resourceRule("tfe_variable");
    expect(rule.forceNewIf?.sensitive?.({ sensitive: true }, { sensitive: false })).toBe(true);
    expect(rule.forceNewIf?.sensitive?.({ sensitive: false }, { sensitive: true })).toBe(false);
  });

  test("the readable value is known while planning when the value is", () => {
    const { cloud, call } = emptyCloud();
    const plan = (known: { [name: string]: string | boolean | null }) => cloud.defaults("tfe_variable", known, call);
    expect(plan({ value: "x", sensitive: null, value_wo: null })).toMatchObject({ readable_value: "x" });
    expect(plan({ value: "x", sensitive: true, value_wo: null })).toMatchObject({ readable_value: null });
    expect(plan({ sensitive: null, value_wo: null })).not.toHaveProperty("readable_value");
  });

  test("members are invited once, whatever the case of their address, and join the owners", async () => {
    const { cloud, call } = emptyCloud();
    const member = await cloud.create("tfe_organization_membership", { email: "ada@example.com" }, call);
    expect(member.id).toMatch(/^ou-[A-Za-z0-9]{16}$/);
    const again = () => cloud.create("tfe_organization_membership", { email: "Ada@example.com" }, call);
    expect(await refusalsOf(again)).toMatchObject([{ summary: "unprocessable entity", attribute: "email" }]);
    expect(cloud.importObject("tfe_organization_membership", "plural-reality/ada@example.com", call)).toEqual(member);

    const owners = cloud.lookUp("tfe_team", { name: "owners" }, call);
    const team_id = "id" in owners ? (owners.id ?? null) : null;
    expect(cloud.lookUp("tfe_team", { name: "developers" }, call)).toMatchObject({ summary: "resource not found" });
    const joined = { team_id, organization_membership_id: member.id };
    const made = await cloud.create("tfe_team_organization_member", joined, call);
    expect(made.id).toBe(`${team_id}/${member.id}`);
    await expect(
      cloud.create("tfe_team_organization_member", { ...joined, organization_membership_id: "ou-none" }, call),
    ).rejects.toThrow("resource not found");
  });
});
