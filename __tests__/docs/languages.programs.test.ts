import { DOCUMENTS, japaneseOf } from "./documents";
import { differences } from "./languages";
import { parse } from "./markdown";

/** Documents without a Japanese translation, so far. */
const ENGLISH_ONLY = ["docs/cost.md", "docs/hosts.md", "docs/operations.md", "docs/security.md"];

/** For those who change the project, who read English: nobody translates these. */
const FOR_CONTRIBUTORS = ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];

const named = (file: string) => DOCUMENTS.find((document) => document.file === file);
const originals = DOCUMENTS.filter(({ file }) => !file.endsWith(".ja.md"));
const translated = originals.filter(({ file }) => named(japaneseOf(file)));

it("every document has a translation, or is listed as one that has none", () => {
  const alone = originals.map(({ file }) => file).filter((file) => !named(japaneseOf(file)));
  expect(alone.filter((file) => ![...ENGLISH_ONLY, ...FOR_CONTRIBUTORS].includes(file))).toEqual([]);
});

it("every translation has its original", () => {
  const translations = DOCUMENTS.filter(({ file }) => file.endsWith(".ja.md")).map(({ file }) => file);
  expect(translations.filter((file) => !named(file.replace(/\.ja\.md$/, ".md")))).toEqual([]);
});

it("originals and translations have the same headings, blocks and commands", () => {
  const found = translated.flatMap((original) => {
    const translation = named(japaneseOf(original.file));
    return translation ? differences(original, translation) : [];
  });
  expect(found).toEqual([]);
});

describe("a translation", () => {
  const ENGLISH = [
    "# Title",
    "Run `./cartographer sync staging` now.",
    "## Deploy",
    "<!-- run: stub -->",
    "```bash",
    "# what it does",
    "npm ci   # once",
    "```",
    "<!-- example -->",
    "```text",
    "a diagram",
    "```",
  ].join("\n");
  const changed = (from: string, to: string) =>
    differences(parse("a.md", ENGLISH), parse("a.ja.md", ENGLISH.replace(from, to)));

  it.each([
    ["# Title", "# 題名"],
    ["# what it does", "# これは何か"],
    ["npm ci   # once", "npm ci # 初回のみ"],
    ["a diagram", "図"],
    ["Run `./cartographer sync staging` now.", "`./cartographer sync staging` を実行します。"],
  ])("may say %s as %s", (from, to) => {
    expect(changed(from, to)).toEqual([]);
  });

  it.each([
    ["## Deploy", "### デプロイ", "a.ja.md:3 (level 3) stands where a.md:3 (level 2) should have its translation"],
    ["## Deploy", "デプロイ", "nothing in a.ja.md stands where a.md:3 (level 2) should have its translation"],
    ["npm ci ", "npm install ", 'a.ja.md:5: the line "npm install" is not "npm ci" (a.md:5)'],
    ["npm ci   # once", "npm ci\nnpm test", 'a.ja.md:5: the line "npm test" is not "" (a.md:5)'],
    ["run: stub", "run: checkout", 'a.ja.md:5: the mark is "run: checkout", not "run: stub" (a.md:5)'],
    ["sync staging", "sync prod", "a.md: `./cartographer sync staging` is not in a.ja.md"],
    ["```text\na diagram\n```", "", "a.md:10: a.ja.md lacks this block"],
  ])("may not say %s as %s", (from, to, message) => {
    expect(changed(from, to)).toContain(message);
  });
});
