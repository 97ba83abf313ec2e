import * as fs from "node:fs";
import * as path from "node:path";
import { AREAS, problemOf, subjectOf } from "../../../dev/commits/subject";

const ROOT = path.resolve(__dirname, "../../..");
const FORM = 'It is not of the form "area: what".';

it.each([
  ["rehearsal: a lock of the kernel's", undefined],
  ["docs: 概要を日本語でも", undefined],
  [`cli: ${"x".repeat(67)}`, undefined],
  [`cli: ${"語".repeat(67)}`, undefined],
  [`cli: ${"x".repeat(68)}`, "It has 73 characters; the most is 72."],
  ["One rule for names in every backend", FORM],
  ["rehearsal : a lock", FORM],
  ["rehearsal:a lock", FORM],
  ["rehearsal: ", FORM],
  [": a lock", FORM],
  ["the cli: a verb", FORM],
  ["Docs: a word", /^There is no area "Docs"; there are: all, bench, ci, cli, common, .*\.$/],
  ["fix(cli): a verb", /^There is no area "fix\(cli\)"/],
  ["Merge branch 'main' into habits", undefined],
  ['Revert "cli: a verb"', undefined],
  ["fixup! cli: a verb", undefined],
  ["Merged: a branch", /^There is no area "Merged"/],
])("%s", (subject, problem) => {
  const expected = problem instanceof RegExp ? expect.stringMatching(problem) : problem;
  expect(problemOf(subject)).toEqual(expected);
});

it.each([
  ["\n\n# a comment\ncli: a verb  \n\nwhy\n", "cli: a verb"],
  ["# Please enter the commit message\n\n", undefined],
  ["", undefined],
])("the subject of %j", (message, subject) => {
  expect(subjectOf(message)).toBe(subject);
});

it("every room is an area", () => {
  const entries = fs.readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const rooms = entries.map(({ name }) => name).filter((name) => fs.existsSync(path.join(ROOT, "__tests__", name)));
  expect(rooms.length).toBeGreaterThan(8);
  expect(rooms.filter((room) => !AREAS.includes(room))).toEqual([]);
});
