import * as path from "node:path";
import { sopsFilePath } from "../../cli/secrets/sops-config";
import { environments } from "../../config";
import { originCsrPath, originSlotPath } from "../../contract/origin-slots";
import { ignoredOf } from "../project-files";
import { isOpen } from "./arguments";
import { FILES } from "./documents";
import type { Facts } from "./facts";
import type { Document } from "./markdown";
import { isKnown, isName, problemOf } from "./programs";
import { commandsIn } from "./shell";

/**
 * What is wrong with the code within the sentences and tables of a document, a line each: commands, addresses, paths.
 */
export async function inlineProblems({ file, codes }: Document, facts: Facts): Promise<readonly string[]> {
  const found = codes.map(async ({ line, text, leads }) => {
    const problem =
      (await commandProblem(text, facts)) ?? addressProblem(text, facts) ?? pathProblem(file, text, leads);
    return problem ? [`${file}:${line}: \`${text}\`: ${problem}`] : [];
  });
  return (await Promise.all(found)).flat();
}

async function commandProblem(text: string, facts: Facts): Promise<string | undefined> {
  for (const command of commandsIn(text)) {
    if (isName(command.words) || !isKnown(command.words[0] ?? "")) continue;
    const problem = await problemOf(command, facts);
    if (problem) return problem;
  }
  return undefined;
}

/** A Terraform address of a type that the project's providers have. */
function addressProblem(text: string, facts: Facts): string | undefined {
  if (!/^(?:data\.)?(?:aws|cloudflare|tfe|local)_\w+\.\w+(?:\[.*\])?$/.test(text)) return undefined;
  return facts.addresses.includes(text.replace(/\[.*\]$/, "")) ? undefined : "no stack has this address";
}

/** Files that are neither committed nor ignored: people or Terraform make them later. */
const MADE_LATER = [
  "cdk.tf.json",
  "hosts/cloudflare-origin-pull-ca.pem",
  ...environments.flatMap(({ name }) => [
    originCsrPath(name),
    originCsrPath(name, "origin-next"),
    originSlotPath(name),
    sopsFilePath(name),
  ]),
];

const TOP = new Set(FILES.filter((file) => file.includes("/")).map((file) => file.split("/")[0] ?? ""));
const NAMES = new Set(FILES.map((file) => path.basename(file)));
const EXTENSIONS = /\.(?:csr|example|js|json|lock|md|nix|pem|sh|tfvars|ts|yml)$/;

/** A file or a folder that looks like one of the checkout must be one, or be ignored by git and so made by somebody. */
function pathProblem(from: string, text: string, leads: boolean): string | undefined {
  if (!/^[\w.@<>*-]+(?:\/[\w.@<>*-]+)*\/?$/.test(text) || /^<|^\.\.?$/.test(text)) return undefined;
  const below = TOP.has(text.split("/")[0] ?? "") && text.includes("/");
  const folder = leads && text.endsWith("/");
  if (!below && !folder && !EXTENSIONS.test(text)) return undefined;
  const candidates = fill(text).flatMap((name) => [name, path.join(path.dirname(from), name)]);
  if (candidates.some(exists) || candidates.some(isIgnored)) return undefined;
  return "there is no such file, and git ignores none of that name";
}

/**
 * The paths that a path with a placeholder for an environment stands for; one that stands for more is left as it is.
 */
function fill(text: string): readonly string[] {
  const names = environments.map(({ name }) => text.replace(/<env(?:ironment)?>/g, name));
  return /<env/.test(text) ? names : [text];
}

function exists(name: string): boolean {
  if (isOpen(name)) return true;
  const bare = name.replace(/\/$/, "");
  const pattern = new RegExp(`^${bare.replace(/[.+]/g, "\\$&").replaceAll("*", "[^/]*")}(?:/|$)`);
  const named = [...FILES, ...MADE_LATER].some((file) => pattern.test(file));
  return named || (!bare.includes("/") && NAMES.has(bare));
}

const ignored = new Map<string, boolean>();

function isIgnored(name: string): boolean {
  const known = ignored.get(name);
  if (known !== undefined) return known;
  const answer = ignoredOf(name).length > 0;
  ignored.set(name, answer);
  return answer;
}
