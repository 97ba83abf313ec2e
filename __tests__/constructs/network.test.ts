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

it("has two public subnets in two zones, the first at its old address", () => {
  expect(resource.aws_subnet?.public).toMatchObject({
    cidr_block: "10.0.1.0/24",
    availability_zone: "ap-northeast-1a",
    map_public_ip_on_launch: false,
  });
  expect(resource.aws_subnet?.public_second).toMatchObject({
    cidr_block: "10.0.2.0/24",
    ipv6_cidr_block: "${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)}",
    availability_zone: "ap-northeast-1c",
    map_public_ip_on_launch: false,
  });
  expect(resource.aws_route_table_association).toEqual({
    public: { route_table_id: "${aws_route_table.public.id}", subnet_id: "${aws_subnet.public.id}" },
    public_second: { route_table_id: "${aws_route_table.public.id}", subnet_id: "${aws_subnet.public_second.id}" },
  });
});

it("moves the host, and nothing else, to another zone by one value", () => {
  const moved = synthInfra("staging", { hostZone: "c" });
  expect(resource.aws_instance?.app?.subnet_id).toBe("${aws_subnet.public.id}");
  expect(moved.resource.aws_instance?.app?.subnet_id).toBe("${aws_subnet.public_second.id}");
  const { aws_instance: _host, ...others } = resource;
  expect(moved.resource).toMatchObject(others);
});

it("empties the group that AWS gives to whatever has none", () => {
  expect(resource.aws_default_security_group?.main).toMatchObject({
    vpc_id: "${aws_vpc.main.id}",
    ingress: [],
    egress: [],
  });
});

it("keeps a log of who spoke with whom, encrypted, for the days of config/environments.ts", () => {
  const log = synthInfra("staging", { flowLogDays: 90 }).resource;
  expect(log.aws_flow_log?.main).toMatchObject({
    vpc_id: "${aws_vpc.main.id}",
    traffic_type: "ALL",
    log_destination: "${aws_cloudwatch_log_group.flow.arn}",
    iam_role_arn: "${aws_iam_role.flow_logs.arn}",
  });
  expect(log.aws_cloudwatch_log_group?.flow).toMatchObject({
    retention_in_days: 90,
    kms_key_id: "${aws_kms_key.main.arn}",
  });
});

it("has both default routes inline in the table", () => {
  expect(resource.aws_route_table?.public?.route).toEqual([
    expect.objectContaining({ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.main.id}" }),
    expect.objectContaining({ ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.main.id}" }),
  ]);
  expect(resource).not.toHaveProperty("aws_route");
});
