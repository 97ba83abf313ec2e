import { mkdtempSync, rmdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { UserError } from "../common/errors";
import { shellEnvironment } from "./environment";
import { ruleFor, type Variables } from "./shell";
import { ACCEPTED, SHOWN } from "./shell-variables";

/**
 * Looks at what the operator's shell has set before anything runs Terraform.
 * @param rehearsed whether the project is a rehearsed one, which has providers of its own.
 * @throws UserError for variables that would change what Terraform does, all at once, and for a temporary folder of no
 * use.
 */
export function demandShell(rehearsed: boolean, variables: Variables = shellEnvironment()): void {
  demandTemporaryFolder(variables);
  const refused = Object.keys(variables).filter((name) => isRefused(name, variables[name] ?? "", rehearsed));
  if (refused.length === 0) return;
  const sentences = refused.map((name) => {
    const value = SHOWN.includes(name) ? ` to ${JSON.stringify(variables[name])}` : "";
    return `${name} is set${value} in this shell: ${ruleFor(name)?.why}.`;
  });
  throw new UserError(sentences.join("\n"), `unset ${refused.join(" ")}`);
}

/** Whether a project is one that a rehearsal has made (rehearsal/layout.ts). */
export function isRehearsed(root: string): boolean {
  return path.basename(path.dirname(root)) === ".rehearsal";
}

/**
 * For commands that start programs which need a temporary folder.
 * @throws UserError when there is none, or nothing can be written there.
 */
export function demandTemporaryFolder(variables: Variables = shellEnvironment()): void {
  const named = ["TMPDIR", "TMP", "TEMP"].find((name) => variables[name]);
  const folder = (named && variables[named]) ?? os.tmpdir();
  const problem = problemOf(folder);
  if (!problem) return;
  throw new UserError(
    named === undefined
      ? `The temporary folder ${folder} ${problem}.`
      : `${named} is set to ${JSON.stringify(variables[named])} in this shell, and that folder ${problem}.`,
    named === undefined ? "export TMPDIR=… (a folder that you can write to)" : `unset ${named}`,
  );
}

function isRefused(name: string, value: string, rehearsed: boolean): boolean {
  const rule = ruleFor(name);
  if (rule?.decision !== "refuse" || value === "" || ACCEPTED[rule.row]?.test(value)) return false;
  return !(rehearsed && name === "TF_REATTACH_PROVIDERS");
}

function problemOf(folder: string): string | undefined {
  try {
    // What a system says of its rights is not all: it may be read-only, or no place for files at all.
    rmdirSync(mkdtempSync(path.join(folder, "cartographer-")));
    return undefined;
  } catch {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (!found) return "does not exist";
    return found.isDirectory() ? "cannot be written to" : "is no folder";
  }
}
