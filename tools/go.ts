import * as fs from "node:fs";
import * as path from "node:path";
import { findOnPath } from "../cli/run";
import { UserError } from "../errors";
import { alone, step } from "./install";

/**
 * The folder with a program written in Go: where the PATH has it, otherwise a folder of its own, where it is built once and kept.
 * Whoever else asks for it meanwhile waits.
 * @param home the folder that holds such folders.
 * @param module what `go install` builds, with an exact version; its last word is the program.
 * @throws UserError when it cannot be built.
 */
export async function goProgram(home: string, module: string): Promise<string> {
  const [name = "", version = ""] = path.basename(module).split("@");
  const found = findOnPath(name);
  if (found) return path.dirname(found);
  const folder = path.join(home, `${name}-${version}`);
  fs.mkdirSync(home, { recursive: true });
  await alone(`${folder}.lock`, async () => {
    if (fs.existsSync(path.join(folder, name))) return;
    if (!findOnPath("go")) {
      throw new UserError(
        `${name} is not on the PATH, and neither is go, which would build it.`,
        `nix develop, or brew install ${name}, or apt-get install -y golang`,
      );
    }
    console.log(`building ${name} ${version} into ${path.relative(process.cwd(), folder)} …`);
    await step("go", ["install", module], home, "look at what go says; it needs the network", { GOBIN: folder });
  });
  return folder;
}
