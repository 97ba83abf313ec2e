import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { attributesOf, ignoredOf, projectFiles } from "./project-files";
import { wholeCheckout } from "./rehearsal/checkout";

const ROOT = path.join(__dirname, "..");

/** As git tells them: a text has no zero in its first bytes. */
const texts = projectFiles().filter((file) => !fs.readFileSync(path.join(ROOT, file)).subarray(0, 8000).includes(0));

test("the project's files are found without git's help from outside, what is ignored not among them", () => {
  expect(texts).toEqual(expect.arrayContaining(["README.md", "__tests__/project-files.ts", ".githooks/pre-commit"]));
  expect(texts.filter((file) => /^(node_modules|\.git|\.rehearsal|\.tools)\//.test(file))).toEqual([]);
  expect(ignoredOf(".env.staging", ".env.example", "a/b.tfstate")).toEqual([".env.staging", "a/b.tfstate"]);
});

test("every text has line feeds alone, and git gives it to everybody so", () => {
  expect(texts.filter((file) => fs.readFileSync(path.join(ROOT, file)).includes("\r"))).toEqual([]);
  const [text, eol] = [attributesOf("text", texts), attributesOf("eol", texts)];
  expect(texts.filter((file) => text.get(file) !== "auto" || eol.get(file) !== "lf")).toEqual([]);
});

test("a clone of somebody whose git writes carriage returns is the same, to the byte", () => {
  const checkout = wholeCheckout();
  const clone = path.join(checkout.temporary, "clone");
  const { status } = spawnSync("git", ["-c", "core.autocrlf=true", "clone", "--quiet", checkout.folder, clone]);
  const differing = texts.filter(
    (file) => !fs.readFileSync(path.join(clone, file)).equals(fs.readFileSync(checkout.path(file))),
  );
  checkout.remove();
  expect({ status, differing }).toEqual({ status: 0, differing: [] });
});
