import * as fs from "node:fs";
import * as path from "node:path";
import { FILES, ROOT } from "./documents";

/** Where the words stand because they are refused. */
const REFUSES = /^__tests__\/docs\/(?:fences|registry)\.programs\.test\.ts$/;

it("no document, script, comment or message has anybody ask a registry for a package called cartographer", () => {
  const files = FILES.filter((file) => !REFUSES.test(file) && fs.lstatSync(path.join(ROOT, file)).isFile());
  expect(files.length).toBeGreaterThan(300);
  const asks = (file: string) => /\b(?:npx|npm exec|npm x)(?: -\S+)* cartographer(?![\w-])/.test(read(file));
  expect(files.filter(asks)).toEqual([]);
});

it("the package is named within the organization's scope, and published nowhere", () => {
  const { name, private: unpublished, bin } = JSON.parse(read("package.json"));
  expect({ unpublished, bin }).toEqual({ unpublished: true, bin: { cartographer: "cli/cartographer.js" } });
  expect(name).toMatch(/^@plural-reality\//);
});

function read(file: string): string {
  return fs.readFileSync(path.join(ROOT, file), "utf8");
}
