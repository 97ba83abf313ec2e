import type { Skip } from "../../resources/description";

/**
 * What cdktf writes as HCL, in a form that parsers of HCL take, with the skips as comments in their resources, where
 * checkov looks for them.
 */
export function toScannable(hcl: string, skips: readonly Skip[]): string {
  return hcl
    .split("\n")
    .filter((line) => !UNPARSABLE.test(line))
    .map((line) => line.replace(POLICY, "$1jsonencode($2)"))
    .flatMap((line) => [line, ...skipsOf(line, skips)])
    .join("\n");
}

/**
 * Attributes that are set to nothing, which checkov takes for something, and an override that cdktf misspells in HCL.
 */
const UNPARSABLE = /= null$|^\s*0 = "required_version"$/;

/** A policy as text with references in it: cdktf does not escape its quotes. JSON is HCL's syntax of values too. */
const POLICY = /^(\s*\w+ = )"(\{"Version".*\})"$/;

/** The comments that belong below the first line of a resource. */
function skipsOf(line: string, skips: readonly Skip[]): readonly string[] {
  const [, type, name] = /^resource "(\w+)" "(\w+)" \{$/.exec(line) ?? [];
  return skips
    .filter(({ resources }) => resources.includes(`${type}.${name}`))
    .map(({ check, reason }) => `#checkov:skip=${check}:${reason}`);
}
