import * as fs from "node:fs";
import * as path from "node:path";
import { importsOf } from "../dev/bench/sources";

const ROOT = path.resolve(__dirname, "..");

/**
 * Which rooms each may import from, beside itself. Nobody imports from `dev` and `rehearsal` but who stands below them
 * here.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  common: [],
  resources: [],
  contract: ["common"],
  config: ["common", "contract"],
  programs: ["common", "config"],
  constructs: ["common", "config", "contract", "resources"],
  stacks: ["common", "config", "contract", "constructs", "resources"],
  "main.ts": ["common", "config", "programs", "stacks"],
  "register.js": ["programs"],
  cli: ["common", "config", "contract", "constructs", "programs", "register.js", "stacks"],
  rehearsal: ["cli", "common", "config", "contract", "constructs", "programs", "resources", "stacks"],
  dev: ["cli", "common", "config", "programs", "rehearsal", "resources", "stacks"],
};

/** Files of the product, by path. */
const files = Object.keys(MAY_IMPORT).flatMap((room) =>
  path.extname(room)
    ? [room]
    : fs
        .readdirSync(path.join(ROOT, room), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(ts|js)$/.test(name))
        .map((name) => path.join(room, name)),
);
const roomOf = (file: string): string => file.split(path.sep)[0] ?? "";
/** What each file imports of the product. Types count: who reads a type depends on it. */
const imports = new Map(files.map((file) => [file, importsOf(ROOT, file).filter((one) => files.includes(one))]));

test("every room imports from those that it may import from alone", () => {
  const wrong = files.flatMap((file) =>
    (imports.get(file) ?? [])
      .filter((target) => ![roomOf(file), ...(MAY_IMPORT[roomOf(file)] ?? [])].includes(roomOf(target)))
      .map((target) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
  expect([...imports.values()].flat().length).toBeGreaterThan(300);
});

// Which of the two an import means is another in node than in the tests.
test("no data file has the name of a module", () => {
  const data = files.map((file) => file.replace(/\.\w+$/, ".json"));
  expect(data.filter((file) => fs.existsSync(path.join(ROOT, file)))).toEqual([]);
});

test("every permission is used", () => {
  const used = new Set(
    [...imports].flatMap(([file, targets]) => targets.map((target) => `${roomOf(file)} ${roomOf(target)}`)),
  );
  const idle = Object.entries(MAY_IMPORT).flatMap(([room, others]) => others.map((other) => `${room} ${other}`));
  expect(idle.filter((one) => !used.has(one))).toEqual([]);
});

test("no file imports itself through others", () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" > "));
    if (way.includes(file) || done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
