import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../../..");
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }));

it("the short form runs through, whatever it finds on a busy machine, and leaves nothing", () => {
  const { status, stdout } = spawnSync("node", ["-r", "./register.js", "dev/bench/main.ts", "--short"], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary },
    encoding: "utf8",
  });
  for (const figure of ["CPU of synthesis", "CPU of one environment more", "time of a rehearsal"]) {
    expect(stdout).toMatch(new RegExp(`\n  ${figure}, in that of bare +[\\d./]+ +at most`));
  }
  expect(stdout).toMatch(/\n\n(Within the limits|Over the limits: [a-z, ]+)\.\n$/);
  expect(status).toBe(stdout.includes("\nWithin") ? 0 : 1);
  expect(fs.readdirSync(temporary)).toEqual([]);
});
