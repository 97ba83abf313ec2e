import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

/** A folder whose name has what shells and URLs take for something else. */
const base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "launcher-")));
const odd = path.join(base, `it's "地図" $HOME & a b`);
const programs = path.join(base, "bin");
fs.mkdirSync(programs);
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

const TELL = `const [, script, ...words] = process.argv;
if (words[0] === "wait") { console.log("ready"); setInterval(() => {}, 1000); }
else {
  console.log(JSON.stringify({ script, cwd: process.cwd(), words, from: process.env.INIT_CWD ?? null }));
  process.exitCode = 7;
}
`;

/** A checkout with the script itself, and in place of the command line a program that tells how it was started. */
const checkout = makeCheckout(odd);
fs.symlinkSync(path.join(checkout, "cartographer"), path.join(programs, "absolute"));
fs.symlinkSync(path.relative(programs, path.join(checkout, "cartographer")), path.join(programs, "relative"));
fs.symlinkSync("relative", path.join(programs, "chain"));

function makeCheckout(folder: string): string {
  fs.mkdirSync(path.join(folder, "cli"), { recursive: true });
  fs.mkdirSync(path.join(folder, "hosts/lib"), { recursive: true });
  fs.copyFileSync(path.join(ROOT, "cartographer"), path.join(folder, "cartographer"));
  fs.writeFileSync(path.join(folder, "cli/cartographer.js"), TELL);
  return folder;
}

const PATH = `${programs}${path.delimiter}${process.env.PATH}`;

function type(cwd: string, command: string, env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
  return spawnSync("sh", ["-c", `${command} sync 'a b' ''`], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PATH, ...env },
  });
}

it.each([
  ["./cartographer", "."],
  ["../cartographer", "hosts"],
  ["../../cartographer", "hosts/lib"],
  ["hosts/../cartographer", "."],
  ["sh cartographer", "."],
  ['"$CHECKOUT/cartographer"', "hosts"],
  ["absolute", "hosts/lib"],
  ["relative", "hosts"],
  ["chain", "."],
])("%s in %s starts the command line of its checkout, in the folder where it was typed", (command, folder) => {
  const cwd = path.join(checkout, folder);
  const { status, stdout, stderr } = type(cwd, command, { CHECKOUT: checkout, CDPATH: base, INIT_CWD: checkout });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({
    script: path.join(checkout, "cli/cartographer.js"),
    cwd,
    words: ["sync", "a b", ""],
    from: null,
  });
  expect(status).toBe(7);
});

it("is replaced by what it starts, which gets the signals", async () => {
  const child = spawn(path.join(checkout, "cartographer"), ["wait"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("close", (_code, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGTERM");
  expect(await ended).toBe("SIGTERM");
});

it("says in one sentence that node is missing", () => {
  for (const tool of ["sh", "dirname", "readlink"]) {
    const found = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim();
    fs.mkdirSync(path.join(base, "without-node"), { recursive: true });
    fs.symlinkSync(found, path.join(base, "without-node", tool));
  }
  const { status, stdout, stderr } = type(checkout, "./cartographer", { PATH: path.join(base, "without-node") });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr: "node is not on the PATH.\n  next: install Node.js: README.md names the version\n",
  });
});

it.each([
  ["no package", []],
  ["some of the packages", ["pirates", "@swc"]],
])("says npm ci in one sentence where %s is installed", (_what, installed) => {
  const folder = makeCheckout(fs.mkdtempSync(path.join(base, "bare-")));
  for (const file of ["register.js", ".swcrc", "common", "programs", "cli"]) {
    fs.cpSync(path.join(ROOT, file), path.join(folder, file), { recursive: true });
  }
  fs.mkdirSync(path.join(folder, "node_modules"));
  for (const name of installed)
    fs.symlinkSync(path.join(ROOT, "node_modules", name), path.join(folder, "node_modules", name));
  const { status, stdout, stderr } = type(folder, "./cartographer");
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr: "The packages of this checkout are not installed, or not all of them.\n  next: npm ci\n",
  });
});

it("is not the command of another checkout", () => {
  const other = makeCheckout(path.join(base, "other"));
  fs.writeFileSync(path.join(other, "cdktf.json"), "{}");
  const { status, stdout, stderr } = spawnSync(path.join(ROOT, "cartographer"), ["sync", "staging"], {
    cwd: path.join(other, "hosts"),
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr:
      `This command is that of ${ROOT}; ${other}, where it was typed, is another checkout.\n` +
      `  next: type that checkout's own ./cartographer, in ${other}\n`,
  });
});
