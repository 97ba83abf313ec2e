import * as fs from "node:fs";
import * as path from "node:path";
import { projectFiles } from "./project-files";

const ROOT = path.resolve(__dirname, "..");

/** What people read beside something else. */
const MOST = 120;

/** Written by programs. */
const MADE = /^(package-lock\.json|flake\.lock|hosts\/infra-.*\.json|hosts\/ssh_config|.*\.snap)$/;
/** Exempt: where a line ends Markdown shows a blank, and between Japanese letters there is none. */
const JAPANESE = /\.ja\.md$/;

const files = projectFiles().filter((file) => !MADE.test(file) && !JAPANESE.test(file));
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");

/** The lines with more columns than that, but for those that have to be one. */
function tooLong(text: string, isWhole: (line: string) => boolean): readonly string[] {
  const lines = text.split("\n").map((line, at) => ({ line, at: at + 1, columns: [...line].length }));
  return lines
    .filter(({ line, columns }) => columns > MOST && !isWhole(line))
    .map(({ at, columns }) => `line ${at}: ${columns} columns`);
}

/** A regular expression and an address have no place to break them at. */
const isWholeInCode = (line: string) => /^\s*\/.*\/[a-z]*[,;]*$/.test(line) || /^\s*\S+$/.test(line);

/** A row of a table is a line; code and links are not broken. */
function isWholeInProse(line: string): boolean {
  const words = line.replace(/`[^`]+`|\[[^\]]*\]\([^)]*\)/g, (whole) => "x".repeat(whole.length)).trimStart();
  return words.startsWith("|") || !words.replace(/^([-*>]|\d+\.) /, "").includes(" ");
}

/** Without its fences, whose lines tests run, and whose comments they read. */
const proseOf = (text: string) => text.replace(/^ *```[\s\S]*?^ *```$|^ *<!--.*-->$/gm, (it) => it.replace(/.+/g, ""));

const named = (found: (file: string) => readonly string[]) => (file: string) =>
  found(file).map((one) => `${file}, ${one}`);

test(`no line of code, its comments and texts has more than ${MOST} columns`, () => {
  const code = files.filter((file) => !file.endsWith(".md"));
  expect(code).toEqual(expect.arrayContaining(["main.ts", "flake.nix", ".ci/run", "hosts/scripts/print-key.sh"]));
  expect(code.flatMap(named((file) => tooLong(read(file), isWholeInCode)))).toEqual([]);
});

test("nor has a line of prose that could be broken", () => {
  const prose = files.filter((file) => file.endsWith(".md"));
  expect(prose).toEqual(expect.arrayContaining(["README.md", "docs/secrets.md"]));
  expect(prose.flatMap(named((file) => tooLong(proseOf(read(file)), isWholeInProse)))).toEqual([]);
});

const long = "x".repeat(MOST);
test.each([
  ["prose", `${"word ".repeat(30)}\n`, ["line 1: 150 columns"]],
  ["a list", `1. ${long} word\n- ${long}`, ["line 1: 128 columns"]],
  ["a row, a span of code, a link", `| a ${long}\n\`a ${long}\`\n[a ${long}](b)`, []],
  ["a fence, and what is below it", `a\n\`\`\`bash\n${long} a\n\`\`\`\n${long} a`, ["line 5: 122 columns"]],
])("what is too long in prose: %s", (_, text, found) => {
  expect(tooLong(proseOf(text), isWholeInProse)).toEqual(found);
});
