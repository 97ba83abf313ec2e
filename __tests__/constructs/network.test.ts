import { synthInfra } from "../synthesised";

const { resource } = synthInfra("staging");

it("has IPv6, without which Supabase cannot be reached", () => {
  expect(resource.aws_vpc?.main).toMatchObject({ cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true });
  expect(resource.aws_subnet?.public).toMatchObject({
    ipv6_cidr_block: "${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 0)}",
    assign_ipv6_address_on_creation: true,
  });
});

it("resolves the names of EFS mount targets", () => {
  expect(resource.aws_vpc?.main).toMatchObject({ enable_dns_support: true, enable_dns_hostnames: true });
});

it("puts the subnet into the zone of config.ts", () => {
  expect(resource.aws_subnet?.public).toMatchObject({
    cidr_block: "10.0.1.0/24",
    availability_zone: "ap-northeast-1a",
  });
  const moved = synthInfra("staging", { subnet: { cidr: "10.0.2.0/24", zoneLetter: "c" } });
  expect(moved.resource.aws_subnet?.public).toMatchObject({ availability_zone: "ap-northeast-1c" });
});

it("has both default routes inline in the table", () => {
  expect(resource.aws_route_table?.public?.route).toEqual([
    expect.objectContaining({ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.main.id}" }),
    expect.objectContaining({ ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.main.id}" }),
  ]);
  expect(resource).not.toHaveProperty("aws_route");
});
