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
 * Lets Terraform find an admin's values for one stack, and that stack alone: a link `terraform.tfvars` in its folder to the
 * file, removed when the file is gone.
 * @param source the tfvars file.
 * @throws UserError when something other than a link stands in the link's place.
 */
export function linkTfvars(folder: string, source: string): void {
  const link = path.join(folder, "terraform.tfvars");
  const standing = fs.lstatSync(link, { throwIfNoEntry: false });
  if (standing && !standing.isSymbolicLink()) {
    throw new UserError(
      `${path.relative(process.cwd(), link)} is a file of somebody's, where a link to ${path.relative(process.cwd(), source)} belongs.`,
      `mv ${path.relative(process.cwd(), link)} ${path.relative(process.cwd(), source)}`,
    );
  }
  const target = path.relative(folder, source);
  if (standing && fs.existsSync(source) && fs.readlinkSync(link) === target) return;
  if (standing) fs.unlinkSync(link);
  if (fs.existsSync(source)) fs.symlinkSync(target, link);
}
