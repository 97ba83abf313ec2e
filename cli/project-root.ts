import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../errors";
import { invocationFolder } from "./environment";

/**
 * The folder of the project that the operator stands in: the nearest one upward that has a cdktf.json.
 * @throws UserError when there is none.
 */
export function findProjectRoot(from: string = invocationFolder()): string {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "cdktf.json"))) return folder;
    if (folder === path.dirname(folder)) break;
  }
  throw new UserError(
    `There is no cdktf.json in ${from} or any folder above it: this is not a checkout of the deployment project.`,
    "cd into the checkout, then run this command again",
  );
}
