import type { Attributes, Check, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { blocks, number } from "../../values";
import { ec2Id } from "../ids";
import { networkOf } from "../networks";
import { between, demand, matches, oneOf } from "../refuse";
import { ACCOUNT, arn, regional, tagged } from "./common";

const entriesAreOfTheFamily: Check = (self) =>
  blocks(self.entry).flatMap((entry) => {
    const family = self.address_family === "IPv6" ? "ipv6" : "ipv4";
    const known = entry.cidr !== undefined && self.address_family !== undefined;
    const detail = `entry "${entry.cidr}" is no ${self.address_family} network.`;
    const holds = !known || networkOf(String(entry.cidr))?.family === family;
    return demand(holds, { summary: "InvalidParameterValue", detail, attribute: "entry" });
  });

const entriesFit: Check = (self) => {
  const [count, most] = [blocks(self.entry).length, number(self.max_entries)];
  const detail = `The list has ${count} entries and max_entries ${most}.`;
  const holds = most === undefined || count <= most;
  return demand(holds, { summary: "PrefixListMaxEntriesExceeded", detail, attribute: "max_entries" });
};

function entriesDiffer(self: Attributes): readonly Refusal[] {
  const ranges = blocks(self.entry).map((entry) => entry.cidr);
  const twice = ranges.find((range, index) => ranges.indexOf(range) !== index);
  const detail = `The entry "${twice}" is there twice.`;
  return demand(twice === undefined, { summary: "InvalidParameterValue", detail, attribute: "entry" });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateManagedPrefixList.html */
const managedPrefixList: ResourceRule = {
  id: () => ec2Id("pl"),
  defaults: { ...regional, ...tagged },
  computed: {
    arn: arn("ec2", (self) => `prefix-list/${self.id}`),
    owner_id: ACCOUNT,
    version: (self, cloud) => (number(cloud.find("aws_ec2_managed_prefix_list", self.id)?.version) ?? 0) + 1,
  },
  recomputed: ["version"],
  forceNew: ["address_family"],
  refuse: [
    oneOf("address_family", ["IPv4", "IPv6"]),
    between("max_entries", 1, 1000),
    matches(
      "name",
      /^(?!com\.amazonaws).{1,255}$/,
      "InvalidParameterValue",
      "is empty, too long, or begins as AWS's do",
    ),
    entriesAreOfTheFamily,
    entriesFit,
  ],
  conflict: [entriesDiffer],
};

export const prefixListRules: ResourceRules = {
  aws_ec2_managed_prefix_list: managedPrefixList,
};
