import type { Attributes } from "../../../rehearsal/cloud/rule";
import { emptyCloud } from "./setup";

const ZONE = "023e105f4ecef8ad9ca31a8372d0c353";
const VPC = { cidr_block: "10.0.0.0/16" };

async function scene() {
  const { cloud, call } = emptyCloud();
  return {
    make: async (type: string, attributes: Attributes) => (await cloud.create(type, attributes, call)).attributes,
    takes: (type: string, id: string) => cloud.importObject(type, id, call) !== undefined,
  };
}

it("takes the ids of the provider's region with it or without", async () => {
  const { make, takes } = await scene();
  const { id } = await make("aws_vpc", VPC);
  expect(takes("aws_vpc", `${id}`)).toBe(true);
  expect(takes("aws_vpc", `${id}@ap-northeast-1`)).toBe(true);
  expect(takes("aws_vpc", `${id}@ap-northeast-3`)).toBe(false);
});

it("takes the ids of another region with it alone, also where there are two of one name", async () => {
  const { make, takes } = await scene();
  await make("aws_backup_vault", { name: "copies", region: "ap-northeast-3" });
  expect(takes("aws_backup_vault", "copies")).toBe(false);
  expect(takes("aws_backup_vault", "copies@ap-northeast-3")).toBe(true);
});

it("takes a compound id, and not the id that only states have", async () => {
  const { make, takes } = await scene();
  const { id: vpc_id = null } = await make("aws_vpc", VPC);
  const { id: subnet_id = null } = await make("aws_subnet", { vpc_id, cidr_block: "10.0.1.0/24" });
  const { id: route_table_id = null } = await make("aws_route_table", { vpc_id });
  const { id } = await make("aws_route_table_association", { subnet_id, route_table_id });
  expect(takes("aws_route_table_association", `${subnet_id}/${route_table_id}`)).toBe(true);
  expect(takes("aws_route_table_association", `${id}`)).toBe(false);
});

it("takes a record by zone and id alone", async () => {
  const { make, takes } = await scene();
  const record = { zone_id: ZONE, name: "a.example.com", type: "A", content: "192.0.2.1", ttl: 1, proxied: true };
  const { id } = await make("cloudflare_dns_record", record);
  expect(takes("cloudflare_dns_record", `${ZONE}/${id}`)).toBe(true);
  expect(takes("cloudflare_dns_record", `${id}`)).toBe(false);
});

it("takes no id of which a part is empty", async () => {
  const { make, takes } = await scene();
  const { id: vpc_id = null } = await make("aws_vpc", VPC);
  const { id: gateway_id = null } = await make("aws_internet_gateway", { vpc_id });
  const { id: route_table_id = null } = await make("aws_route_table", { vpc_id });
  await make("aws_route_table_association", { gateway_id, route_table_id });
  expect(takes("aws_route_table_association", `${gateway_id}/${route_table_id}`)).toBe(true);
  expect(takes("aws_route_table_association", `/${route_table_id}`)).toBe(false);
});

it("takes a variable by the names of its organization and workspace", async () => {
  const { make, takes } = await scene();
  const { id: workspace_id = null } = await make("tfe_workspace", { name: "prod" });
  const { id } = await make("tfe_variable", { workspace_id, key: "a", value: "b", category: "env" });
  expect(takes("tfe_variable", `plural-reality/prod/${id}`)).toBe(true);
  expect(takes("tfe_variable", `${id}`)).toBe(false);
});

it("takes a workspace and its settings by id or by name", async () => {
  const { make, takes } = await scene();
  const { id: workspace_id = null } = await make("tfe_workspace", { name: "prod" });
  await make("tfe_workspace_settings", { workspace_id, execution_mode: "remote" });
  for (const type of ["tfe_workspace", "tfe_workspace_settings"]) {
    expect([takes(type, `${workspace_id}`), takes(type, "plural-reality/prod")]).toEqual([true, true]);
  }
});
