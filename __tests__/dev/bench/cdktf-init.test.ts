import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { asCdktfInitWouldHaveIt } from "../../../dev/bench/cdktf-init";
import { sourcesOf } from "../../../dev/bench/sources";

const ROOT = path.resolve(__dirname, "../../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "init-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

it("finds what a program imports: by types alone, as it runs, from a folder, through others, in a circle", () => {
  const project = path.join(folder, "sources");
  const files = {
    "main.ts": 'import type { A } from "./a";\nconst b = () => import("./folder/b");\nimport "typescript";',
    "a.ts": 'export * from "./rules";\nexport type A = 1;',
    "rules/index.ts": 'import { b } from "../folder/b";\nimport * as fs from "node:fs";',
    "folder/b.ts": 'import "../main";',
    "other.ts": "",
  };
  for (const [name, source] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    fs.writeFileSync(path.join(project, name), source);
  }
  expect(sourcesOf(project, "main.ts")).toEqual(["a.ts", "folder/b.ts", "main.ts", "rules/index.ts"]);
  fs.rmSync(path.join(project, "a.ts"));
  expect(() => sourcesOf(project, "main.ts")).toThrow("a is imported and is no file of");
});

it("copies the application whole, with every provider by its root", () => {
  const init = path.join(folder, "init");
  fs.mkdirSync(init);
  asCdktfInitWouldHaveIt(ROOT, init);
  const copied = sourcesOf(init, "main.ts");
  expect(copied).toEqual(sourcesOf(ROOT, "main.ts"));
  expect(copied).toEqual(
    expect.arrayContaining(["config/index.ts", "config/imports.ts", "constructs/aspects/index.ts"]),
  );
  const sources = copied.map((file) => fs.readFileSync(path.join(init, file), "utf8")).join("\n");
  expect(sources).toContain('import { vpc as _cdktf_provider_aws_vpc } from "@cdktf/provider-aws"');
  expect(sources).not.toMatch(/from "@cdktf\/provider-\w+\/lib/);
});
