import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { MADE_ONCE } from "./made-once";

/** Gives the run a temporary folder and a home of its own: tear-down.ts looks at what is left there, and removes it. */
export default function setUp(): void {
  // A short name: a socket's path has to be short too.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ct-"));
  const home = path.join(folder, "home");
  fs.mkdirSync(home);
  // A new repository has no samples of hooks: hundreds of files a run.
  fs.writeFileSync(path.join(home, ".gitconfig"), "[init]\n\ttemplateDir =\n");
  fs.mkdirSync(path.join(folder, MADE_ONCE));
  // From Node 22 on npm keeps what V8 compiled in the temporary folder, unless it is told where.
  const compiled = path.join(folder, MADE_ONCE, "node-compile-cache");
  Object.assign(process.env, { TMPDIR: folder, HOME: home, NODE_COMPILE_CACHE: compiled });
}
