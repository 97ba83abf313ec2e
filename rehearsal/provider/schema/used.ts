import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../common/errors";
import { type Described, shownName } from "./packages";

/** A resource or data source type, with the first stack that uses it. */
export interface UsedType extends Described {
  readonly stack: string;
}

/**
 * The types that the synthesised stacks use, each once.
 * @param stacksDirectory a folder with a folder for each stack, in it its cdk.tf.json.
 * @throws UserError for a cdk.tf.json that is no JSON.
 */
export function usedTypes(stacksDirectory: string): readonly UsedType[] {
  const found = new Map<string, UsedType>();
  for (const stack of foldersIn(stacksDirectory)) {
    const file = path.join(stacksDirectory, stack, "cdk.tf.json");
    if (!existsSync(file)) continue;
    for (const used of typesIn(file, stack)) {
      const name = shownName(used);
      if (!found.has(name)) found.set(name, used);
    }
  }
  return [...found.values()];
}

function foldersIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function typesIn(file: string, stack: string): readonly UsedType[] {
  const config = parse(file);
  const typesOf = (kind: "resource" | "data"): readonly UsedType[] =>
    Object.keys(config[kind] ?? {}).map((type) => ({ kind, type, stack }));
  return [...typesOf("resource"), ...typesOf("data")];
}

function parse(file: string): Partial<Record<"resource" | "data", object>> {
  let config: unknown;
  try {
    config = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new UserError(`${file} is no JSON: was the synthesis interrupted?`, "npm run synth");
  }
  return typeof config === "object" && config !== null ? config : {};
}
