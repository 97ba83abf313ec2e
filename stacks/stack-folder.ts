import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../errors";

/** The folder below cdktf's output in which Terraform runs a stack. */
export function stackFolder(outdir: string, stackId: string): string {
  return path.join(outdir, "stacks", stackId);
}

/**
 * Refuses files in the stacks' folders that would silently change what Terraform runs: CDKTF leaves them there, and
 * Terraform merges every *_override.tf.json over the stack.
 * @throws UserError naming the files.
 */
export function refuseOverrides(outdir: string): void {
  const stacks = path.join(outdir, "stacks");
  if (!fs.existsSync(stacks)) return;
  const overrides = fs
    .readdirSync(stacks, { recursive: true, encoding: "utf8" })
    .filter(
      (file) => /(^|[\\/_])override\.tf(\.json)?$/.test(file) && !file.includes(`${path.sep}.terraform${path.sep}`),
    )
    .map((file) => path.join(path.relative(process.cwd(), stacks), file));
  if (overrides.length === 0) return;
  throw new UserError(
    `${overrides.join(", ")}: Terraform would merge this over the stack, its state's place included. Nothing of this project writes such a file.`,
    `rm ${overrides.join(" ")}`,
  );
}

/**
 * Lets Terraform find an admin's values for one stack, and that stack alone: a link `terraform.tfvars` in its folder. While
 * there is no such file the link goes to its example, whose values the variables refuse: with no file at all, cdktf would
 * wait for answers that nobody is there to give.
 * @param source the tfvars file; its example has ".example" behind the name.
 * @throws UserError when something other than a link stands in the link's place.
 */
export function linkTfvars(folder: string, source: string): void {
  const link = path.join(folder, "terraform.tfvars");
  const standing = fs.lstatSync(link, { throwIfNoEntry: false });
  if (standing && !standing.isSymbolicLink()) {
    const [file, place] = [link, source].map((name) => path.relative(process.cwd(), name));
    throw new UserError(`${file} is a file of somebody's, where a link to ${place} belongs.`, `mv ${file} ${place}`);
  }
  if (standing) fs.unlinkSync(link);
  const target = [source, `${source}.example`].find((file) => fs.existsSync(file));
  if (target !== undefined) fs.symlinkSync(path.relative(folder, target), link);
}
