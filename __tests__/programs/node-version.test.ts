import * as fs from "node:fs";
import * as path from "node:path";
import { judgeNode, OLDEST, TESTED } from "../../programs/node-version";

const read = (file: string) => fs.readFileSync(path.join(__dirname, "../..", file), "utf8");

it.each(["0.12.18", "18.20.8", "19.9.0"])("refuses Node %s, and says which to install", (version) => {
  const { refusal } = judgeNode(version);
  expect(refusal).toBe(
    `This is Node ${version}; this project needs Node 20 or later, and is tested with Node 24.\n` +
      "  next: install Node 24 (https://nodejs.org/en/download, or nix develop)",
  );
});

it("warns of Node 20 in one line", () => {
  const { warning = "", refusal } = judgeNode("20.20.2");
  expect(refusal).toBeUndefined();
  expect(warning).toMatch(/^Node 20 has had no security fixes since April 2026; .*Node 24.* next: install Node 24.*$/);
});

it.each(["22.0.0", "22.23.3", "24.21.0", "25.1.0", "26.0.0"])("says nothing of Node %s", (version) => {
  expect(judgeNode(version)).toEqual({});
});

it.each([
  ["package.json", `"node": ">=${OLDEST}"`],
  ["README.md", `Node ${TESTED}`],
  ["README.ja.md", `Node ${TESTED}`],
  ["docs/deployment-guide.md", `Node ${TESTED}`],
  ["docs/deployment-guide.ja.md", `Node ${TESTED}`],
  [".githooks/pre-commit", `install Node ${TESTED}`],
  [".github/workflows/check.yml", `node-version: ${TESTED}\n`],
  ["flake.nix", `pkgs.nodejs_${TESTED}\n`],
])("%s says %j", (file, words) => {
  expect(read(file)).toContain(words);
});
