import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../common/errors";

/** What is to be known of a provider beyond what its package says. */
interface ProviderTraits {
  /** The name of the package after "@cdktf/provider-", and the beginning of the provider's types. */
  readonly name: string;
  /**
   * What the provider is written with. "framework" gives nested attributes flags of their own. "sdk" speaks protocol 5:
   * it has object attributes instead, and may plan a default for an argument that is not computed, which Terraform
   * forgives by a flag.
   */
  readonly generation: "sdk" | "framework";
}

/** The providers that the local cloud serves. */
export const servedProviders: readonly ProviderTraits[] = [
  { name: "aws", generation: "sdk" },
  { name: "cloudflare", generation: "framework" },
  { name: "tfe", generation: "sdk" },
  { name: "local", generation: "framework" },
];

/** An installed package of provider bindings. */
export interface ProviderPackage extends ProviderTraits {
  /** Such as "@cdktf/provider-aws". */
  readonly packageName: string;
  readonly version: string;
  readonly folder: string;
  /** The provider's address without its registry: "hashicorp/aws". */
  readonly source: string;
}

/** What a package describes: a resource, a data source or the provider's own configuration. */
export interface Described {
  readonly kind: "resource" | "data" | "provider";
  /** The type, without "data."; of a provider its name. */
  readonly type: string;
}

/**
 * Finds an installed package of bindings.
 * @throws UserError if it is not installed or is no such package.
 */
export function openPackage(nodeModules: string, traits: ProviderTraits): ProviderPackage {
  const packageName = `@cdktf/provider-${traits.name}`;
  const folder = path.join(nodeModules, packageName);
  const refuse = (problem: string) => new UserError(`${folder} ${problem}.`, "npm ci");
  const manifest = readOr(path.join(folder, "package.json"), () => refuse("is not installed"));
  const version = versionIn(JSON.parse(manifest));
  const compiled = readOr(path.join(folder, "lib/provider/index.js"), () => refuse("has no provider class"));
  const source = /terraformProviderSource: '([^']+)'/.exec(compiled)?.[1];
  if (!version || !source) throw refuse("does not say its version and the provider's source");
  return { ...traits, packageName, version, folder, source: source.includes("/") ? source : `hashicorp/${source}` };
}

/**
 * The TypeScript from which the class of that type was compiled. The package carries it in an inline source map, and
 * only there it says which arguments are computed too.
 * @throws UserError if the package does not know the type.
 */
export function readSource(from: ProviderPackage, described: Described): string {
  const file = path.join(from.folder, "lib", folderOf(from, described), "index.js");
  const compiled = readOr(file, () => unknownType(from, described));
  const marker = "//# sourceMappingURL=data:application/json;base64,";
  const start = compiled.lastIndexOf(marker);
  if (start < 0) throw new Error(`${file} has no inline source map`);
  const map: unknown = JSON.parse(Buffer.from(compiled.slice(start + marker.length), "base64").toString("utf8"));
  const source = firstSource(map);
  if (source === undefined) throw new Error(`the source map of ${file} carries no source`);
  return source;
}

/** How messages name it: "aws_vpc", "data.aws_ami", "provider tfe". */
export function shownName({ kind, type }: Described): string {
  return { resource: "", data: "data.", provider: "provider " }[kind] + type;
}

function folderOf(from: ProviderPackage, { kind, type }: Described): string {
  if (kind === "provider") return "provider";
  const name = kind === "data" ? `data_${type}` : type.slice(from.name.length + 1);
  return name.replaceAll("_", "-");
}

function unknownType(from: ProviderPackage, described: Described): UserError {
  return new UserError(
    `There is no ${shownName(described)} in ${from.packageName} ${from.version}.`,
    "correct the type's name in the stack that uses it",
  );
}

function versionIn(manifest: unknown): string | undefined {
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return undefined;
  return typeof manifest.version === "string" ? manifest.version : undefined;
}

function firstSource(map: unknown): string | undefined {
  if (typeof map !== "object" || map === null || !("sourcesContent" in map)) return undefined;
  const first: unknown = Array.isArray(map.sourcesContent) ? map.sourcesContent[0] : undefined;
  return typeof first === "string" ? first : undefined;
}

function readOr(file: string, missing: () => Error): string {
  if (!existsSync(file)) throw missing();
  return readFileSync(file, "utf8");
}
