import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { INSTALLATION, shellcheckProgram } from "../dev/tools";
import { DOCUMENTS, isTranslation } from "./docs/documents";
import { projectFiles } from "./project-files";

const ROOT = path.join(__dirname, "..");

let shellcheck: string;
beforeAll(async () => {
  shellcheck = path.join(await shellcheckProgram(), "shellcheck");
}, INSTALLATION);

/** What shellcheck says of a script, nothing when it is right. */
function said(script: string, args: readonly string[]): string {
  const { error, stdout } = spawnSync(shellcheck, ["--format=gcc", "--severity=warning", ...args, "-"], {
    input: script,
    encoding: "utf8",
  });
  if (error) throw error;
  return stdout;
}

const scripts = projectFiles()
  .map((file) => [file, fs.readFileSync(path.join(ROOT, file), "utf8")] as const)
  .filter(([file, text]) => file.endsWith(".sh") || /^#!.*\b(sh|bash)\n/.test(text));

test("the scripts are found", () => {
  const names = scripts.map(([file]) => file);
  expect(names).toEqual(expect.arrayContaining(["cartographer", ".ci/run", ".githooks/pre-commit"]));
  expect(names.filter((name) => name.startsWith("hosts/scripts/")).length).toBeGreaterThan(3);
});

test.each(scripts)("%s is a good script", (file, text) => {
  // Colmena gives print-key.sh to the operator's sh; NixOS starts the others with its bash (hosts/lib/script.nix).
  const shell = file === "hosts/scripts/print-key.sh" ? "--shell=sh" : "--shell=bash";
  expect(said(text, text.startsWith("#!") ? [] : [shell])).toBe("");
});

// A placeholder such as <id> would be a redirection.
const commands = DOCUMENTS.filter((document) => !isTranslation(document)).flatMap(({ file, fences }) =>
  fences
    .filter(({ language }) => language === "bash")
    .map(({ line, code }) => [`${file}:${line}`, code.replaceAll(/<([\w-]+)>/g, "$1")] as const),
);

test.each(commands)("the commands at %s are good ones", (_place, code) => {
  // A person sees that a `cd` failed (SC2164).
  expect(said(code, ["--shell=bash", "--exclude=SC2164"])).toBe("");
});

test("a bad script is told", () => {
  expect(said("cd /nowhere\n", ["--shell=sh"])).toMatch(/SC2164/);
});
