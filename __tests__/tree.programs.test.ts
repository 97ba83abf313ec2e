import * as fs from "node:fs";
import * as path from "node:path";
import { projectFiles } from "./project-files";

const CONTRIBUTING = fs.readFileSync(path.join(__dirname, "../CONTRIBUTING.md"), "utf8");

/** Files and folders at the top, and the folders below them; of the tests those alone that mirror nothing. */
function actual(): readonly string[] {
  const files = projectFiles().map((file) => file.split("/"));
  const top = files.map(([first = "", ...rest]) => (rest.length > 0 ? `${first}/` : first));
  const second = files.flatMap(([first = "", next = "", ...rest]) => (rest.length > 0 ? [`${first}/${next}/`] : []));
  const rooms = new Set([...top, ...second].map((folder) => `__tests__/${folder}`));
  return [...new Set([...top, ...second])].filter((name) => !rooms.has(name));
}

/** What the tree's lines say: the entry, its purpose, and the files that stand beside it. */
function told(): { readonly entries: readonly string[]; readonly purposes: readonly string[] } {
  const tree = /## The tree\n[\s\S]*?```\n([\s\S]*?)```/.exec(CONTRIBUTING)?.[1] ?? "";
  const lines = tree.trim().split("\n");
  const beside = lines.flatMap(
    (line) => line.match(/(?<=[;,] | and )\.?[\w.-]+\.(?:lock|json|md)\b|\.npmrc|\.swcrc/g) ?? [],
  );
  return {
    entries: [...lines.map((line) => line.split(" ")[0] ?? ""), ...beside],
    purposes: lines.map((line) => line.split(" ").slice(1).join(" ").trim()),
  };
}

test("the tree in CONTRIBUTING.md is that of the folders, a line each", () => {
  const { entries, purposes } = told();
  const mirrors = ["cli", "programs", "config"]; // some of the rooms, so that an empty list of folders is no agreement
  expect(actual()).toEqual(expect.arrayContaining(mirrors.map((room) => `${room}/`)));
  expect([...entries].sort()).toEqual([...actual()].sort());
  expect(purposes.filter((purpose) => purpose.length < 3)).toEqual([]);
});

test("every room's tests are in the folder of its name", () => {
  const folders = fs.readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const rooms = folders.map(({ name }) => name).filter((name) => name !== "tiers");
  expect(rooms.filter((name) => !fs.existsSync(path.join(__dirname, "..", name)))).toEqual([]);
});
