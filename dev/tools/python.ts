import * as fs from "node:fs";
import * as path from "node:path";
import { alone, step } from "./install";

/**
 * The folder with the programs of Python packages, in a virtual environment of their own: made once, a folder for each
 * set of versions, and kept. Whoever else asks for it meanwhile waits.
 * @param home the folder that holds such environments.
 * @param packages what pip installs, with exact versions: "checkov==3.3.30".
 * @throws UserError when it cannot be made.
 */
export async function pythonPrograms(home: string, packages: readonly string[]): Promise<string> {
  const venv = path.join(home, packages.map((name) => name.replace(/\[.*\]/, "").replace("==", "-")).join("+"));
  const whole = path.join(venv, "whole");
  fs.mkdirSync(home, { recursive: true });
  await alone(`${venv}.lock`, async () => {
    if (fs.existsSync(whole)) return;
    console.log(`installing ${packages.join(" ")} into ${path.relative(process.cwd(), venv)} …`);
    await step("python3", ["-m", "venv", "--clear", venv], home, "apt-get install -y python3-venv");
    // Not bin/pip: it is such a script as is mended below.
    const pip = ["-m", "pip", "install", "--quiet", ...packages];
    await step(path.join(venv, "bin", "python3"), pip, home, "look at what pip says; it needs the network");
    makeMovable(path.join(venv, "bin"));
    fs.writeFileSync(whole, "");
  });
  return path.join(venv, "bin");
}

/**
 * Mends the scripts that pip put into a folder whose path has a blank: their first lines name their Python by that
 * path, as the system does not take it, or in double quotes, where a quote or a dollar does not hold. They find it
 * beside themselves.
 */
export function makeMovable(bin: string): void {
  for (const entry of fs.readdirSync(bin, { withFileTypes: true }).filter((one) => one.isFile())) {
    const file = path.join(bin, entry.name);
    const text = fs.readFileSync(file, "latin1");
    const mended = text.replace(NAMED, () => BESIDE);
    if (mended !== text) fs.writeFileSync(file, mended, "latin1");
  }
}

const NAMED = /^#!(?:\/bin\/sh\n'''exec' ".*" "\$0" "\$@"\n' '''|\/.* .*\/python3)\n/;
const BESIDE = `#!/bin/sh\n'''exec' "$(dirname "$0")/python3" "$0" "$@"\n' '''\n`;
