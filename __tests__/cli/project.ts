import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { main } from "../../cli/main";
import type { Variables } from "../../programs/shell";

/** What one run of the command printed, and how it ended. */
export interface Result {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command itself. */
export const CARTOGRAPHER = path.join(__dirname, "../../cli/cartographer.js");

const base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "cartographer-")));
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(base, "test-"));
}

/** Makes a project whose app is `app`, in a git repository of its own. */
export function makeProject(root: string, app = "sh app.sh"): string {
  write(path.join(root, "cdktf.json"), JSON.stringify({ app }));
  spawnSync("git", ["init", "--quiet", root]);
  return root;
}

/** An app that synthesises one stack, infra-staging, with that output and a local state. */
export function makeApp(root: string, output: unknown): void {
  const stack = { terraform: { backend: { local: { path: "terraform.tfstate" } } }, output };
  write(path.join(root, "stack.json"), JSON.stringify(stack));
  const folder = '"$CDKTF_OUTDIR/stacks/infra-staging"';
  write(path.join(root, "app.sh"), `mkdir -p ${folder} && cp stack.json ${folder}/cdk.tf.json\n`);
}

/** Where a project's Terraform runs. */
export function stackFolderOf(root: string): string {
  return path.join(root, "cdktf.out/stacks/infra-staging");
}

/** Runs `cartographer` in that folder, in this process; a variable that is undefined is taken away. */
export async function cartographer(cwd: string, args: readonly string[], env: Variables = {}): Promise<Result> {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  const stdout = jest.spyOn(console, "log").mockImplementation();
  const stderr = jest.spyOn(console, "error").mockImplementation();
  process.chdir(cwd);
  // INIT_CWD is npm's: without this the folder in which the tests were started would count.
  replaceEnvironment({ ...before.env, INIT_CWD: undefined, ...env });
  try {
    await main([process.execPath, CARTOGRAPHER, ...args]);
    return { exitCode: Number(process.exitCode ?? 0), stdout: printedBy(stdout), stderr: printedBy(stderr) };
  } finally {
    process.exitCode = undefined;
    replaceEnvironment(before.env);
    process.chdir(before.cwd);
    jest.restoreAllMocks();
  }
}

/** Runs `cartographer` as a process of its own: where the argument parser itself ends it. */
export function cartographerProcess(cwd: string, args: readonly string[]): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CARTOGRAPHER, ...args], { cwd, encoding: "utf8" });
  return { exitCode: status, stdout, stderr };
}

function printedBy(spy: jest.SpyInstance): string {
  return spy.mock.calls.map((call) => `${call.join(" ")}\n`).join("");
}

function replaceEnvironment(env: Variables): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
}

/** Puts a shell script named `terraform` first on a PATH and returns that PATH. */
export function fakeTerraform(folder: string, script: string): string {
  write(path.join(folder, "terraform"), `#!/bin/sh\n${script}\n`, 0o755);
  return `${folder}${path.delimiter}${process.env.PATH}`;
}

/** Writes a file, its folder included. */
export function write(file: string, contents: string, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, contents, { mode });
}
