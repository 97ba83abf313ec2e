import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";

const ROOT = path.resolve(__dirname, "..");

/** The project's own scripts, as package.json and .ci/run start them. */
const SCRIPTS = ["dev/bench", "dev/commits", "dev/docs", "dev/help", "dev/scan", "dev/tools", "rehearsal"].map(
  (folder) => `${folder}/main.ts`,
);

/** Runs a script with an argument. One that does its work instead of an answer is ended after a while. */
async function run(script: string, argument: string) {
  const options = { cwd: ROOT, timeout: 30_000 };
  const words = ["-r", "./register.js", script, argument];
  return promisify(execFile)(process.execPath, words, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

it.each(SCRIPTS)("%s --help shows an example and does nothing else", async (script) => {
  const { code, stdout, stderr } = await run(script, "--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Usage: .* \[options\][\s\S]*\n\nExamples:\n {2}(?:npm run|node)[^\n]*(?:\n {2}[^\n]*)*\n$/);
});

it.each(SCRIPTS)("%s refuses an argument that it does not take, with its usage", async (script) => {
  const { code, stdout, stderr } = await run(script, "--frobnicate");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^error: unknown option '--frobnicate'\n\nUsage: /);
});
