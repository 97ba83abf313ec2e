import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = fs.mkdtempSync("/tmp/folders-");
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

it.each([
  ["plain", "is taken", true],
  ["with a blank", "is not", false],
  ["with 日本語", "is not", false],
  ['with-"-and-$p', "is not", false],
  [`deep-${"x".repeat(60)}`, "is not", false],
])("a folder %s %s", (name, _, isTaken) => {
  const folder = path.join(root, name);
  fs.mkdirSync(folder);
  expect(usedInPlaceOf(folder)).toBe(isTaken ? folder : "/tmp");
});

it("one that is not there is not taken", () => {
  expect(usedInPlaceOf(path.join(root, "missing"))).toBe("/tmp");
});

function usedInPlaceOf(folder: string): string {
  const script = `require(${JSON.stringify(path.join(__dirname, "temporary-folder.js"))}); os.tmpdir()`;
  const env = { ...process.env, TMPDIR: folder };
  return spawnSync(process.execPath, ["-p", script], { encoding: "utf8", env }).stdout.trim();
}
