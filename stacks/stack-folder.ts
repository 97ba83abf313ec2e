import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../common/errors";

/** The folder below cdktf's output in which Terraform runs a stack. */
export function stackFolder(outdir: string, stackId: string): string {
  return path.join(outdir, "stacks", stackId);
}

/**
 * Refuses files that would silently change what Terraform runs. In a stack's folder, which is synthesis's own,
 * Terraform reads every configuration beside the stack and merges overrides over it; values for all stacks at once,
 * which cdktf would take from the project's folder, are values for stacks that they are not meant for.
 * @param root the project's folder.
 * @param outdir cdktf's output.
 * @param linked the stack in whose folder {@link linkTfvars} puts a link.
 * @throws UserError naming the files of one kind.
 */
export function refuseForeignFiles(root: string, outdir: string, linked: string): void {
  const place = `secrets/${linked}.tfvars`;
  const shared = filesIn(root).filter((name) => /^terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/.test(name));
  refuse(shared, "cdktf would pass these values to every stack, secrets included", (file) => `mv -i ${file} ${place}`);

  const stacks = filesIn(path.join(outdir, "stacks"));
  const found = stacks.flatMap((id) => filesIn(stackFolder(outdir, id)).map((name) => ({ id, name })));
  const those = (isForeign: (name: string, id: string) => boolean) =>
    found
      .filter(({ id, name }) => isForeign(name, id))
      .map(({ id, name }) => path.relative(root, path.join(stackFolder(outdir, id), name)));
  const remove = (file: string) => `rm ${file}`;
  refuse(
    those((name) => /(^|_)override\.tf(\.json)?$/.test(name)),
    "Terraform would merge this over the stack, its state's place included",
    remove,
  );
  refuse(
    those((name) => /\.tf(\.json)?$/.test(name) && name !== "cdk.tf.json"),
    "Terraform would run this beside the stack, and no review of the code would show it",
    remove,
  );
  refuse(
    those((name, id) => /\.tfvars(\.json)?$/.test(name) && !(id === linked && name === "terraform.tfvars")),
    `a stack's values come from its workspace, or from ${place}, and from nowhere else`,
    remove,
  );
}

function refuse(files: readonly string[], problem: string, mend: (file: string) => string): void {
  if (files.length === 0) return;
  throw new UserError(`${files.join(", ")}: ${problem}.`, files.map(mend).join(" && "));
}

/** The names in a folder that Terraform would look at: it passes over hidden ones. */
function filesIn(folder: string): readonly string[] {
  return fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? fs.readdirSync(folder).filter((name) => !name.startsWith("."))
    : [];
}

/**
 * Lets Terraform find an admin's values for one stack, and that stack alone: a link `terraform.tfvars` in its folder.
 * While there is no such file the link goes to its example, whose values the variables refuse: with no file at all,
 * cdktf would wait for answers that nobody is there to give.
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
