import { type Block, synthInfra } from "../synthesised";

const groups = (sshFrom: readonly string[] = []) =>
  synthInfra("staging", { sshFrom }).resource.aws_security_group ?? {};
const rules = (group: Block | undefined, direction: "ingress" | "egress") => (group?.[direction] ?? []) as Block[]; // a list in every group
const ports = (group: Block | undefined, direction: "ingress" | "egress") =>
  rules(group, direction).map(({ from_port, to_port }) => [from_port, to_port]);

it("keeps names and descriptions, whose change would replace the groups", () => {
  expect(groups().app).toMatchObject({
    name: "cartographer-staging-app",
    description: "Security group for Cartographer app",
  });
  expect(groups().efs).toMatchObject({ name: "cartographer-staging-efs", description: "Security group for EFS" });
});

it("lets in HTTPS from Cloudflare's ranges and nothing else", () => {
  expect(rules(groups().app, "ingress")).toEqual([
    expect.objectContaining({
      protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_blocks: "${data.cloudflare_ip_ranges.cloudflare.ipv4_cidrs}",
      ipv6_cidr_blocks: "${data.cloudflare_ip_ranges.cloudflare.ipv6_cidrs}",
    }),
  ]);
});

it("lets in SSH from the ranges of config.ts alone", () => {
  expect(ports(groups().app, "ingress")).not.toContainEqual([22, 22]);
  expect(rules(groups(["198.51.100.0/24"]).app, "ingress")).toContainEqual(
    expect.objectContaining({ from_port: 22, to_port: 22, cidr_blocks: ["198.51.100.0/24"], ipv6_cidr_blocks: null }),
  );
});

it("lets the app out to what it needs, on both families, and to the file system by its subnet's range", () => {
  expect(ports(groups().app, "egress")).toEqual([
    [443, 443],
    [80, 80],
    [5432, 5432],
    [6543, 6543],
    [2049, 2049],
  ]);
  expect(rules(groups().app, "egress").at(-1)).toMatchObject({ cidr_blocks: ["${aws_subnet.public.cidr_block}"] });
});

it("lets the file system be reached by the app's group, and reach nothing", () => {
  expect(rules(groups().efs, "ingress")).toEqual([
    expect.objectContaining({ from_port: 2049, security_groups: ["${aws_security_group.app.id}"], cidr_blocks: null }),
  ]);
  expect(groups().efs?.egress).toEqual([]);
});

it("has no two groups that name each other, which Terraform would refuse as a cycle", () => {
  expect(JSON.stringify(groups().app)).not.toContain("aws_security_group.");
});

it("describes every rule, in characters that AWS takes", () => {
  const all = Object.values(groups(["198.51.100.0/24"])).flatMap((group) => [
    ...rules(group, "ingress"),
    ...rules(group, "egress"),
  ]);
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
  for (const rule of all) expect(rule.description).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
});
