import type { Environment } from "../../config";
import { type Block, synthInfra } from "../synthesised";

const groups = (changes: Partial<Environment> = {}) => synthInfra("staging", changes).resource.aws_security_group ?? {};
const BY_RANGES: Partial<Environment> = { ssh: { ranges: ["198.51.100.0/24"] } };
/** The rules of a group: a list in every one. */
const rules = (group: Block | undefined, direction: "ingress" | "egress") => (group?.[direction] ?? []) as Block[];
const ports = (group: Block | undefined, direction: "ingress" | "egress") =>
  rules(group, direction).map(({ from_port, to_port }) => [from_port, to_port]);

it("keeps names and descriptions, whose change would replace the groups", () => {
  expect(groups().app).toMatchObject({
    name: "cartographer-staging-app",
    description: "Security group for Cartographer app",
  });
  expect(groups().efs).toMatchObject({ name: "cartographer-staging-efs", description: "Security group for EFS" });
});

it("lets in HTTPS from Cloudflare's lists and nothing else", () => {
  const https = (family: string) =>
    expect.objectContaining({
      protocol: "tcp",
      from_port: 443,
      to_port: 443,
      prefix_list_ids: [`\${aws_ec2_managed_prefix_list.cloudflare_${family}.id}`],
      cidr_blocks: null,
      ipv6_cidr_blocks: null,
    });
  expect(rules(groups().app, "ingress")).toEqual([https("ipv4"), https("ipv6")]);
});

it("keeps Cloudflare's lists as they are published, within the rules AWS allows a group", () => {
  const { resource, data } = synthInfra("staging");
  const lists = Object.values(resource.aws_ec2_managed_prefix_list ?? {});
  expect(lists).toHaveLength(2);
  for (const list of lists) {
    expect(list.dynamic).toMatchObject({ entry: { for_each: expect.stringContaining("data.cloudflare_ip_ranges") } });
    // A rule that names a list counts as max_entries; a group has 60 a family, and SSH may need some.
    expect(list.max_entries).toBeLessThanOrEqual(40);
  }
  expect(data.cloudflare_ip_ranges?.cloudflare?.lifecycle).toMatchObject({
    postcondition: [
      { condition: "${length(self.ipv4_cidrs) > 0 && length(self.ipv4_cidrs) <= 20}" },
      { condition: "${length(self.ipv6_cidrs) > 0 && length(self.ipv6_cidrs) <= 10}" },
    ],
  });
});

it("closes port 22 in favour of SSM, or opens it to the ranges of config/environments.ts alone", () => {
  expect(ports(groups().app, "ingress")).not.toContainEqual([22, 22]);
  expect(rules(groups(BY_RANGES).app, "ingress")).toContainEqual(
    expect.objectContaining({ from_port: 22, to_port: 22, cidr_blocks: ["198.51.100.0/24"], ipv6_cidr_blocks: null }),
  );
});

it("lets the app out to what it needs, on both families, and to the file system by its subnets' ranges", () => {
  expect(ports(groups().app, "egress")).toEqual([
    [443, 443],
    [80, 80],
    [5432, 5432],
    [6543, 6543],
    [2049, 2049],
  ]);
  for (const rule of rules(groups().app, "egress").slice(0, -1)) {
    expect(rule).toMatchObject({ protocol: "tcp", cidr_blocks: ["0.0.0.0/0"], ipv6_cidr_blocks: ["::/0"] });
  }
  expect(rules(groups().app, "egress").at(-1)).toMatchObject({
    cidr_blocks: ["${aws_subnet.public.cidr_block}", "${aws_subnet.public_second.cidr_block}"],
    ipv6_cidr_blocks: null,
  });
});

it("lets the app out to more by the list in config/environments.ts, by family", () => {
  const smtp = { port: 587, to: ["198.51.100.0/24", "2001:db8::/32"], what: "SMTP: the relay" };
  expect(rules(groups({ egress: [smtp] }).app, "egress")).toContainEqual(
    expect.objectContaining({
      from_port: 587,
      description: "SMTP: the relay",
      cidr_blocks: ["198.51.100.0/24"],
      ipv6_cidr_blocks: ["2001:db8::/32"],
    }),
  );
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

it("has no rule for all protocols or all ports, which scanners pass", () => {
  for (const group of Object.values(groups(BY_RANGES))) {
    for (const rule of [...rules(group, "ingress"), ...rules(group, "egress")]) {
      expect(rule.protocol).toBe("tcp");
      expect(rule.from_port).toBe(rule.to_port);
    }
  }
});

it("describes every rule, in characters that AWS takes", () => {
  const all = Object.values(groups(BY_RANGES)).flatMap((group) => [
    ...rules(group, "ingress"),
    ...rules(group, "egress"),
  ]);
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
  for (const rule of all) expect(rule.description).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
});
