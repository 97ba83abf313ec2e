import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "register-"));
const cache = path.join(folder, "node_modules/.cache/swc");
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

for (const file of ["register.js", ".swcrc", "programs/node-version.js"]) {
  fs.cpSync(path.join(ROOT, file), path.join(folder, file));
}
fs.mkdirSync(path.join(folder, "node_modules"));
for (const name of ["pirates", "@swc"]) {
  fs.symlinkSync(path.join(ROOT, "node_modules", name), path.join(folder, "node_modules", name));
}

/** What `program.ts` prints, and whether the compiler was loaded for it. */
function run(source: string): string {
  fs.writeFileSync(path.join(folder, "program.ts"), source);
  const loaded = 'Object.keys(require.cache).some((file) => /@swc.core.index/.test(file)) ? "compiled" : "kept"';
  const script = `require("./register.js"); require("./program.ts"); console.log(${loaded});`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
  return stdout.split("\n").join(" ").trim() + stderr;
}

const prints = (text: string) => `const text: string = "${text}"; console.log(text);`;
const entries = () => fs.readdirSync(cache);

it("compiles a file once, and again when it or the settings have changed", () => {
  expect(run(prints("one"))).toBe("one compiled");
  expect(run(prints("one"))).toBe("one kept");
  expect(run(prints("two"))).toBe("two compiled");
  expect(run(prints("one"))).toBe("one kept");
  fs.appendFileSync(path.join(folder, ".swcrc"), "\n");
  expect(run(prints("one"))).toBe("one compiled");
  expect(entries()).toHaveLength(3);
  expect(entries().filter((name) => !name.endsWith(".js"))).toEqual([]);
});

it("does not believe an entry that was cut off", () => {
  for (const name of entries()) fs.truncateSync(path.join(cache, name), 20);
  expect(run(prints("one"))).toBe("one compiled");
  expect(run(prints("one"))).toBe("one kept");
});

it("works where nothing can be kept", () => {
  fs.rmSync(cache, { recursive: true });
  fs.writeFileSync(cache, "in the way");
  expect(run(prints("one"))).toBe("one compiled");
  expect(fs.readFileSync(cache, "utf8")).toBe("in the way");
});

it("says npm ci in one sentence where no package is installed", () => {
  const bare = fs.mkdtempSync(path.join(os.tmpdir(), "bare-"));
  for (const file of ["register.js", ".swcrc", "programs/node-version.js"]) {
    fs.cpSync(path.join(ROOT, file), path.join(bare, file));
  }
  const { status, stderr } = spawnSync("node", ["-r", "./register.js", "any.ts"], { cwd: bare, encoding: "utf8" });
  fs.rmSync(bare, { recursive: true });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: "The packages of this checkout are not installed, or not all of them.\n  next: npm ci\n",
  });
});
