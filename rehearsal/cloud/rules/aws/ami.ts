import { createHash } from "node:crypto";
import type { Attributes, CloudView, DataRule, Refusal } from "../../rule";
import { blocks, text, texts } from "../../values";
import { regionOf } from "./common";

/** An image that the local cloud has. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly architecture: "arm64" | "x86_64";
  readonly owner: string;
  readonly created: string;
}

/** NixOS publishes its images from this account: https://nixos.github.io/amis/ */
const NIXOS = "427812963091";

/** Two builds of each release: a search that does not ask for the latest finds too many. */
const BUILDS = [
  { name: "nixos/25.05.811135.4aa36568d413", created: "2025-11-02T08:11:43.000Z" },
  { name: "nixos/25.05.812880.c97c47f2bac4", created: "2025-12-07T08:14:02.000Z" },
  { name: "nixos/25.11.650.8bb5646e0bed", created: "2025-12-03T08:12:37.000Z" },
  { name: "nixos/25.11.2087.c8cfcd6ccd42", created: "2026-01-04T08:13:20.000Z" },
];

/** The images of one region; every region has its own ids. */
export function imagesOf(region: string): readonly Image[] {
  return BUILDS.flatMap(({ name, created }) =>
    (["arm64", "x86_64"] as const).map((architecture) => {
      const full = `${name}-${architecture === "arm64" ? "aarch64" : "x86_64"}-linux`;
      const digest = createHash("sha1").update(`${region} ${full}`).digest("hex");
      return { id: `ami-0${digest.slice(0, 16)}`, name: full, architecture, owner: NIXOS, created };
    }),
  );
}

/**
 * What a filter looks at. The local cloud has no others:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
 */
const FILTERS: Readonly<Record<string, (image: Image) => string>> = {
  architecture: (image) => image.architecture,
  "image-id": (image) => image.id,
  name: (image) => image.name,
  "owner-id": (image) => image.owner,
  "root-device-type": () => "ebs",
  state: () => "available",
  "virtualization-type": () => "hvm",
};

/** Whether a text fits a pattern of AWS's: "*" is any text, "?" one character. */
function fits(value: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(value);
}

function matchesConfig(image: Image, config: Attributes): boolean {
  const owners = texts(config.owners);
  const regex = text(config.name_regex);
  const filters = blocks(config.filter).map((filter) => ({
    value: FILTERS[String(filter.name)]?.(image) ?? "",
    patterns: texts(filter.values),
  }));
  return (
    (owners.length === 0 || owners.includes(image.owner)) &&
    (!regex || new RegExp(regex).test(image.name)) &&
    filters.every(({ value, patterns }) => patterns.some((pattern) => fits(value, pattern)))
  );
}

function describe(image: Image, region: string): Attributes {
  return {
    id: image.id,
    image_id: image.id,
    name: image.name,
    architecture: image.architecture,
    arn: `arn:aws:ec2:${region}::image/${image.id}`,
    boot_mode: image.architecture === "arm64" ? "uefi" : "legacy-bios",
    creation_date: image.created,
    ena_support: true,
    hypervisor: "xen",
    image_location: `${image.owner}/${image.name}`,
    image_type: "machine",
    owner_id: image.owner,
    platform_details: "Linux/UNIX",
    public: true,
    region,
    root_device_name: "/dev/xvda",
    root_device_type: "ebs",
    sriov_net_support: "simple",
    state: "available",
    usage_operation: "RunInstances",
    virtualization_type: "hvm",
  };
}

function read(config: Attributes, cloud: CloudView): Attributes | Refusal {
  const refuse = (detail: string): Refusal => ({ summary: "Reading EC2 AMI", detail, attribute: "filter" });
  const foreign = blocks(config.filter).find((filter) => !Object.hasOwn(FILTERS, String(filter.name)));
  if (foreign) return refuse(`The filter "${foreign.name}" is none of ${Object.keys(FILTERS).join(", ")}.`);
  const region = regionOf(config, cloud);
  const found = imagesOf(region).filter((image) => matchesConfig(image, config));
  const newest = [...found].sort((one, other) => other.created.localeCompare(one.created))[0];
  if (!newest) return refuse("Your query returned no results. Please change your search criteria and try again.");
  if (found.length > 1 && config.most_recent !== true) {
    return refuse("Your query returned more than one result. Please try a more specific search, or set most_recent.");
  }
  return describe(newest, region);
}

/** Finds NixOS images, the only ones here. */
export const ami: DataRule = { read };
