import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "node-version-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Runs node, which takes itself and every Node that it starts for another version. */
function nodeAs(version: string, ...args: readonly string[]) {
  const pretence = path.join(folder, `${version}.js`);
  const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
  fs.writeFileSync(pretence, `Object.defineProperty(process, "versions", { value: ${versions} });\n`);
  const { CARTOGRAPHER_NODE_WARNED: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-r", pretence, ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...env, NODE_OPTIONS: `--require=${pretence}` },
  });
  return { status, stdout, stderr };
}

it.each([
  ["cartographer", ["cli/cartographer.js", "--help"]],
  ["what is started through register.js", ["-r", "./register.js", "main.ts"]],
])("%s ends with a sentence where Node is too old", (_name, args) => {
  expect(nodeAs("18.20.8", ...args)).toEqual({
    status: 1,
    stdout: "",
    stderr: expect.stringMatching(/^This is Node 18\.20\.8; .*\n {2}next: install Node .*\n$/),
  });
});

it("a command warns of Node 20 once, on standard error, whatever it starts", () => {
  const start = (program: string) =>
    `require("node:child_process").spawnSync(process.execPath, ${program}, { stdio: "inherit" })`;
  const nested = start('["-r", "./register.js", "cli/cartographer.js", "--help"]');
  const outcome = nodeAs("20.20.2", "-r", "./register.js", "-e", `console.log("{}"); ${nested}`);
  expect(outcome.stderr).toMatch(/^Node 20 has had no security fixes since .*\n$/);
  expect(outcome.stdout).toMatch(/^\{\}\n/);
  expect(outcome.stdout).not.toContain("Node 20");
});

it("says nothing of this project's own Node", () => {
  expect(nodeAs("24.0.0", "cli/cartographer.js", "--help")).toMatchObject({ status: 0, stderr: "" });
});
