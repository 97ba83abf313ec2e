import * as path from "node:path";

// The quick tier starts no other program: a file that does so has to say it in its name.

/** What starts a program: these functions of node:child_process. */
const STARTERS = ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"] as const;

let refused: Error | undefined;

for (const name of ["node:child_process", "child_process"]) {
  jest.mock(name, () => ({
    ...jest.requireActual(name),
    ...Object.fromEntries(STARTERS.map((starter) => [starter, refuse])),
  }));
}

function refuse(program: string): never {
  const file = path.relative(process.cwd(), expect.getState().testPath ?? "a test");
  refused = new Error(`${file} starts ${program}: call the file ${file.replace(/\.test\.ts$/, ".programs.test.ts")}.`);
  throw refused;
}

// What is tested may have caught the error and made another one of it.
afterEach(() => {
  if (refused) throw refused;
});
