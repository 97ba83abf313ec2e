import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { UserError } from "../common/errors";
import { invocationFolder } from "../programs/environment";

/**
 * The folder of the project that the operator stands in: the nearest one upward that has a cdktf.json.
 * @throws UserError when there is none, or it is another checkout than the one whose command this is.
 */
export function findProjectRoot(from: string = invocationFolder()): string {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "cdktf.json"))) return refuseOtherCheckout(folder);
    if (folder === path.dirname(folder)) break;
  }
  throw new UserError(
    `There is no cdktf.json in ${from} or any folder above it: this is not a checkout of the deployment project.`,
    "cd into the checkout, then run this command again",
  );
}

/** A checkout has its own environments, and so its own command; a rehearsed project has none. */
function refuseOtherCheckout(folder: string): string {
  const command = path.join(folder, "cli/cartographer.js");
  if (!existsSync(command) || realpathSync(command) === realpathSync(path.join(__dirname, "cartographer.js"))) {
    return folder;
  }
  throw new UserError(
    `This command is that of ${path.dirname(__dirname)}; ${folder}, where it was typed, is another checkout.`,
    `type that checkout's own ./cartographer, in ${folder}`,
  );
}
