import * as fs from "node:fs";
import * as path from "node:path";
import { alone, step } from "./install";

/**
 * The folder with the programs of Python packages, in a virtual environment of their own: made once, a folder for each set of
 * versions, and kept. Whoever else asks for it meanwhile waits.
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
    // Not bin/pip: a script names its Python in its first lines, where a path with quotes does not hold.
    const pip = ["-m", "pip", "install", "--quiet", ...packages];
    await step(path.join(venv, "bin", "python3"), pip, home, "look at what pip says; it needs the network");
    fs.writeFileSync(whole, "");
  });
  return path.join(venv, "bin");
}
