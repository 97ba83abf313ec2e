import { DOCUMENTS } from "./documents";
import { linkProblems } from "./links";
import { parse } from "./markdown";

it.each(DOCUMENTS.map((document) => [document.file, document] as const))(
  "%s: every link leads somewhere",
  (_file, document) => {
    expect(linkProblems(document, DOCUMENTS)).toEqual([]);
  },
);

const other = parse(
  "docs/other.md",
  "# One\n\n## The `second`, with *marks* & more!\n\n## Two\n\n## Two\n\n## 4. デプロイの実行 (Deployment)（開発者向け）\n",
);
const problems = (text: string) => linkProblems(parse("docs/wrong.md", text), [other]);

it.each([
  ["a file that is not there", "Text\n[x](nowhere.md)", "docs/wrong.md:2: nowhere.md: there is no docs/nowhere.md"],
  [
    "a heading that is not there",
    "[x](other.md#three)",
    "docs/wrong.md:1: other.md#three: docs/other.md has no heading #three",
  ],
  ["a heading of its own that is not there", "# A\n[x](#b)", "docs/wrong.md has no heading #b; it has: a"],
  ["a definition", "[x][y]\n\n[y]: nowhere.md", "docs/wrong.md:1: nowhere.md: there is no docs/nowhere.md"],
  ["a page without encryption", "[x](http://example.com/)", "is not https"],
  ["an address that is none", "<https://nowhere>", "is no address of a page"],
  ["a link with code for its text", "[`x`](nowhere.md)", "there is no docs/nowhere.md"],
])("%s is told", (_what, text, message) => {
  expect(problems(text)).toEqual([expect.stringContaining(message)]);
});

it.each([
  "[x](other.md#one)",
  "[x](other.md#the-second-with-marks--more)",
  "[x](other.md#two) [y](other.md#two-1)",
  "[x](other.md#4-デプロイの実行-deployment開発者向け)",
  "[x](../README.md) [y](/README.md) [z](../hosts/)",
  '[x](https://example.com/a_(b "title")',
  "`[x](nowhere.md)` and <!-- [x](nowhere.md) -->\n\n```text\n[x](nowhere.md)\n```",
  '<a id="here"></a> [x](#here)',
])("%s leads somewhere", (text) => {
  expect(problems(text)).toEqual([]);
});
