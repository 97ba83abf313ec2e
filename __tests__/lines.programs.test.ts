import * as fs from "node:fs";
import * as path from "node:path";
import { projectFiles } from "./project-files";

const ROOT = path.resolve(__dirname, "..");

/** What people read beside something else. */
const MOST = 120;

/** Written by programs, or one line a value by nature. */
const MADE = /^(package-lock\.json|flake\.lock|hosts\/infra-.*\.json|hosts\/ssh_config|.*\.snap)$/;

const files = projectFiles().filter((file) => !MADE.test(file));
const widths = (text: string) => text.split("\n").map((line, at) => ({ line, at: at + 1, width: [...line].length }));
const tooLong = (
  file: string,
  mayBe: (line: string) => boolean,
  text = fs.readFileSync(path.join(ROOT, file), "utf8"),
) =>
  widths(text)
    .filter(({ line, width }) => width > MOST && !mayBe(line))
    .map(({ at, width }) => `${file}:${at}: ${width} columns`);

/** A regular expression has no place to break it at, nor has an address. */
const isWhole = (line: string) => /^\s*\/.*\/[a-z]*[,;]*$/.test(line) || /^\s*\S+$/.test(line);

test(`no line of code, its comments and texts has more than ${MOST} columns`, () => {
  const code = files.filter((file) => !file.endsWith(".md"));
  expect(code).toEqual(expect.arrayContaining(["main.ts", "flake.nix", ".ci/run", "hosts/scripts/print-key.sh"]));
  expect(code.flatMap((file) => tooLong(file, isWhole))).toEqual([]);
});
