import * as fs from "node:fs";
import * as path from "node:path";
import type demandPrograms from "./programs";
import { PACKAGES } from "./programs";

const ROOT = path.resolve(__dirname, "../..");
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");
const needed = [...new Set(Object.values(PACKAGES))].toSorted();

it.each(["README.md", "README.ja.md"])("%s has all packages of the tests in one line", (file) => {
  const lines = [...read(file).matchAll(/apt-get install -y ([^`]+)`/g)].map(([, line = ""]) => line.split(" "));
  const longest = lines.toSorted((one, other) => other.length - one.length)[0];
  expect(longest?.toSorted()).toEqual(needed);
});

it("CI installs the same, and nothing else", () => {
  const installed = [...read(".ci/run").matchAll(/packages\+=\(([\w-]+)\)/g)].map(([, name]) => name);
  expect(installed.toSorted()).toEqual(needed);
});

it("what is missing is told once, before any test, with the command that brings it", () => {
  const { PATH } = process.env;
  process.env.PATH = "/nonexistent";
  jest.isolateModules(() => {
    const { default: demand } = jest.requireActual<{ default: typeof demandPrograms }>("./programs");
    expect(demand).toThrow(
      /^The tests start programs that are not on the PATH: curl, git, .*\n {2}next: apt-get install -y curl git jq /,
    );
  });
  process.env.PATH = PATH;
});
