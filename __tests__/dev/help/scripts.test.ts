import * as fs from "node:fs";
import * as path from "node:path";
import { describeScripts, type Package } from "../../../dev/help/scripts";

// It is tested here that it is one.
const own = JSON.parse(fs.readFileSync(path.join(__dirname, "../../../package.json"), "utf8")) as Package;

it("every script of package.json has its line, and no other thing has one", () => {
  expect(Object.keys(own["scripts-info"])).toEqual(Object.keys(own.scripts));
  for (const line of Object.values(own["scripts-info"])) expect(line).toMatch(/^[a-z].{5,90}[^.]$/);
});

it("all are listed, in one column", () => {
  expect(describeScripts({ scripts: { a: "x", long: "y" }, "scripts-info": { a: "one", long: "two" } })).toMatch(
    /^ {2}npm run a {5}one\n {2}npm run long {2}two\n\n/,
  );
});
