import * as fs from "node:fs";
import * as path from "node:path";
import { sourcesOf } from "../../dev/bench/sources";

const ROOT = path.resolve(__dirname, "../..");
const tests = fs
  .readdirSync(path.join(ROOT, "__tests__"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => path.join("__tests__", name));
const installs = (file: string) => sourcesOf(ROOT, file).includes("dev/tools/index.ts");

test("npm test has README's programs alone: what has to be installed first is for the peers", () => {
  const peers = tests.filter((name) => name.endsWith(".peers.test.ts"));
  expect(peers.filter(installs).length).toBeGreaterThan(3);
  expect(tests.filter((name) => !peers.includes(name)).filter(installs)).toEqual([]);
});
