import type { Attributes, Check, CloudView, Refusal, ResourceRule, ResourceRules, Value } from "../../rule";
import { asList, blocks, number, texts } from "../../values";
import { ec2Id, hex } from "../ids";
import { networkOf } from "../networks";
import { demand, each, matches, shown } from "../refuse";
import { ACCOUNT, arn, regional, tagged } from "./common";

/**
 * The characters of names and descriptions:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
const PLAIN = /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/;
const PLAIN_RULE = "is not at most 255 of a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$*";

/**
 * Rules of a group in one direction, IPv4 and IPv6 counted apart:
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const RULES_PER_GROUP = 60;

const DIRECTIONS = ["ingress", "egress"] as const;
const SOURCES = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"] as const;

function isNetwork(family: "ipv4" | "ipv6"): (value: Value) => boolean {
  return (value) => networkOf(String(value))?.family === family;
}

/** Why the ports do not fit the protocol; undefined when they do, or are not known yet. */
function portProblem(rule: Attributes): string | undefined {
  const [from, to] = [number(rule.from_port), number(rule.to_port)];
  if (from === undefined || to === undefined) return undefined;
  const ports = `${from}-${to}`;
  switch (rule.protocol) {
    case "-1":
    case "all":
      return from === 0 && to === 0 ? undefined : `ports ${ports} must both be 0 for the protocol "-1", which is all`;
    case "tcp":
    case "udp":
    case "6":
    case "17":
      return from >= 0 && to <= 65535 && from <= to ? undefined : `ports ${ports} are no range within 0-65535`;
    case "icmp":
    case "icmpv6":
      return from >= -1 && from <= 255 && to >= -1 && to <= 255 ? undefined : `ICMP ${ports} is not within -1 to 255`;
    default:
      return undefined;
  }
}

const portsFit: Check = (self) =>
  DIRECTIONS.flatMap((direction) =>
    blocks(self[direction]).flatMap((rule) => {
      const problem = portProblem(rule);
      const detail = `${direction}: ${problem}.`;
      return demand(!problem, { summary: "InvalidParameterValue", detail, attribute: direction });
    }),
  );

const protocolIsKnown: Check = (self) =>
  DIRECTIONS.flatMap((direction) =>
    matches(
      `${direction}.protocol`,
      /^(-1|all|tcp|udp|icmp|icmpv6|\d{1,3})$/i,
      "InvalidParameterValue",
      "is no protocol: tcp, udp, icmp, icmpv6, -1 or a number",
    )(self),
  );

function everyRuleHasASource(self: Attributes): readonly Refusal[] {
  return DIRECTIONS.flatMap((direction) =>
    blocks(self[direction]).flatMap((rule) => {
      const some = rule.self === true || SOURCES.some((source) => asList(rule[source]).length > 0);
      const detail = `${direction}: the rule for ports ${rule.from_port}-${rule.to_port} names no other end.`;
      return demand(some, { summary: "MissingParameter", detail, attribute: direction });
    }),
  );
}

/** How many rules AWS makes of one: a prefix list counts with all the entries that it may have. */
function weightOf(rule: Attributes, family: 4 | 6, cloud: CloudView): number {
  const lists = texts(rule.prefix_list_ids).map((id) => cloud.find("aws_ec2_managed_prefix_list", id));
  const entries = lists
    .filter((list) => list?.address_family === `IPv${family}`)
    .map((list) => number(list?.max_entries) ?? 0);
  const ranges = texts(family === 4 ? rule.cidr_blocks : rule.ipv6_cidr_blocks).length;
  const groups = texts(rule.security_groups).length + (rule.self === true ? 1 : 0);
  return entries.reduce((sum, count) => sum + count, ranges + groups);
}

function rulesAreNotTooMany(self: Attributes, cloud: CloudView): readonly Refusal[] {
  return DIRECTIONS.flatMap((direction) =>
    ([4, 6] as const).flatMap((family) => {
      const count = blocks(self[direction]).reduce((sum, rule) => sum + weightOf(rule, family, cloud), 0);
      const detail = `${direction} counts as ${count} IPv${family} rules; a group has ${RULES_PER_GROUP}.`;
      const few = count <= RULES_PER_GROUP;
      return demand(few, { summary: "RulesPerSecurityGroupLimitExceeded", detail, attribute: direction });
    }),
  );
}

/** What AWS fills in for the parts of a rule that are left out. */
const ruleParts = Object.fromEntries(
  DIRECTIONS.flatMap((direction) => [
    ...SOURCES.map((source) => [`${direction}.${source}`, []] as const),
    [`${direction}.description`, ""] as const,
    [`${direction}.self`, false] as const,
  ]),
);

const ruleReferences = Object.fromEntries(
  DIRECTIONS.flatMap((direction) => [
    [`${direction}.security_groups`, { type: "aws_security_group", missing: "InvalidGroup.NotFound" }] as const,
    [
      `${direction}.prefix_list_ids`,
      { type: "aws_ec2_managed_prefix_list", missing: "InvalidPrefixListID.NotFound", builtIn: /^pl-[0-9a-f]{8}$/ },
    ] as const,
  ]),
);

/** What holds for the rules of every group, the default group's among them. */
const inlineRules: Required<Pick<ResourceRule, "computed" | "references" | "refuse" | "conflict">> = {
  computed: { ingress: [], egress: [], ...ruleParts },
  references: ruleReferences,
  refuse: [
    protocolIsKnown,
    portsFit,
    ...DIRECTIONS.flatMap((direction) => [
      each(`${direction}.cidr_blocks`, isNetwork("ipv4"), "InvalidParameterValue", "is no IPv4 network"),
      each(`${direction}.ipv6_cidr_blocks`, isNetwork("ipv6"), "InvalidParameterValue", "is no IPv6 network"),
      matches(`${direction}.description`, PLAIN, "InvalidParameterValue", PLAIN_RULE),
    ]),
  ],
  conflict: [everyRuleHasASource, rulesAreNotTooMany],
};

const withoutReservedName: Check = (self) =>
  demand(!String(self.name ?? "").startsWith("sg-"), {
    summary: "InvalidParameterValue",
    detail: `name ${shown(self.name)} begins with "sg-", which is AWS's.`,
    attribute: "name",
  });

/**
 * Rules are inline, and then exclusive.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
const securityGroup: ResourceRule = {
  ...inlineRules,
  id: () => ec2Id("sg"),
  defaults: { ...regional, ...tagged, description: "Managed by Terraform", revoke_rules_on_delete: false },
  computed: {
    arn: arn("ec2", (self) => `security-group/${self.id}`),
    name: (self) => `${self.name_prefix ?? "terraform-"}${hex(26)}`,
    name_prefix: "",
    owner_id: ACCOUNT,
    vpc_id: "",
    ...inlineRules.computed,
  },
  forceNew: ["description", "name", "name_prefix", "vpc_id"],
  references: { vpc_id: { type: "aws_vpc", missing: "InvalidVpcID.NotFound" }, ...inlineRules.references },
  unique: [["name", "vpc_id"]],
  taken: "InvalidGroup.Duplicate",
  refuse: [
    matches("name", PLAIN, "InvalidParameterValue", PLAIN_RULE),
    matches("description", PLAIN, "InvalidParameterValue", PLAIN_RULE),
    withoutReservedName,
    ...inlineRules.refuse,
  ],
};

/** The group that every VPC has: adopting it takes away the rules that it has, deleting it leaves it alone. */
const defaultSecurityGroup: ResourceRule = {
  ...inlineRules,
  id: (self, cloud) => String(cloud.find("aws_vpc", self.vpc_id)?.default_security_group_id ?? ec2Id("sg")),
  defaults: { ...regional, ...tagged, revoke_rules_on_delete: false },
  computed: {
    arn: arn("ec2", (self) => `security-group/${self.id}`),
    description: "default VPC security group",
    name: "default",
    name_prefix: "",
    owner_id: ACCOUNT,
    ...inlineRules.computed,
  },
  forceNew: ["vpc_id"],
  references: { vpc_id: { type: "aws_vpc", missing: "InvalidVpcID.NotFound", weak: true }, ...inlineRules.references },
  unique: [["vpc_id"]],
};

export const securityGroupRules: ResourceRules = {
  aws_default_security_group: defaultSecurityGroup,
  aws_security_group: securityGroup,
};
