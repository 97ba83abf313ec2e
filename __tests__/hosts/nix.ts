import fs from "node:fs";
import path from "node:path";
import { base, HIVE, tool } from "./hive";

/** What nix may not do to a flake in a test: fetch, and write its lock. */
export const UNTOUCHED = ["--offline", "--no-write-lock-file"];

/**
 * The arguments with which nix evaluates the hive as the flake it is, with stub inputs in place of the real ones.
 * @param scheme all files of the folder, or as git knows them.
 */
export function asFlake(root: string, output: string, scheme: "path:" | "git+file://" = "path:"): string[] {
  // A copy: old versions of nix do not decode a path in a reference, new ones do, and the checkout's may have any
  // character.
  const stubs = path.join(base, "stub");
  if (!fs.existsSync(stubs)) fs.cpSync(path.join(HIVE, "stub"), stubs, { recursive: true });
  const inputs = fs.readdirSync(stubs, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const overrides = inputs.flatMap(({ name }) => ["--override-input", name, `path:${path.join(stubs, name)}`]);
  return ["eval", "--json", ...UNTOUCHED, ...overrides, `${scheme}${root}#${output}`];
}

/**
 * A file or folder as an expression of Nix, whatever characters its path has. @param names from there, as of path.join
 */
export function nixPath(from: string, ...names: readonly string[]): string {
  const file = path.join(from, ...names);
  return `(/. + ${JSON.stringify(file).replaceAll("$", "\\$")})`;
}

/** What an expression of Nix evaluates to; nix must have nothing to say beside it. */
export function evaluateExpression<Value>(expression: string): Value {
  const { stdout, stderr } = tool("nix-instantiate", ["--eval", "--strict", "--json", "--expr", expression]);
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}
