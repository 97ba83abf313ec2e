import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { alone } from "../../dev/tools/install";
import { TAKERS, tryLock } from "../../programs/lock";
import { findOnPath } from "../../programs/run";
import { takeLock } from "../../rehearsal/lock";
import { temporaryFolder, write } from "../cli/project";

const ROOT = path.resolve(__dirname, "../..");
const folder = temporaryFolder();

/** Node, with `tryLock` and `pause` in milliseconds. */
const scriptOf = (body: string) => `
  const { tryLock, TAKERS } = require("./programs/lock");
  const fs = require("node:fs");
  const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  ${body}`;
const argsOf = (body: string) => ["-r", "./register.js", "-e", scriptOf(body)];

/** Starts it, and waits for its first line. */
async function started(command: string, args: readonly string[]): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  return { child, line: String(line).trim() };
}

const takers = TAKERS.filter(([program]) => findOnPath(program)).map((taker) => [taker[0], taker] as const);

it.each(takers)(
  "by %s, no two of four processes have it at once, though each is killed with it",
  async (name, taker) => {
    const [file, owner] = [path.join(folder, `four-${name}`), path.join(folder, `owner-${name}`)];
    const takesAndDies = `
    for (let takes = 0, overlaps = 0; ; ) {
      const lock = tryLock(${JSON.stringify(file)}, [${JSON.stringify(taker)}]);
      if (!lock) { pause(2); continue; }
      fs.writeFileSync(${JSON.stringify(owner)}, String(process.pid));
      pause(2);
      if (fs.readFileSync(${JSON.stringify(owner)}, "utf8") !== String(process.pid)) overlaps++;
      takes++;
      if (takes < 12) { lock.release(); pause(1); continue; }
      fs.writeSync(1, String(overlaps));
      process.kill(process.pid, "SIGKILL");
    }`;
    const overlaps = [1, 2, 3, 4].map(async () => (await started(process.execPath, argsOf(takesAndDies))).line);
    expect(await Promise.all(overlaps)).toEqual(["0", "0", "0", "0"]);
  },
);

it("is another's while that one lives, and of no process that it started; a zombie has none", async () => {
  const file = path.join(folder, "zombie");
  const holds = `
    const lock = tryLock(${JSON.stringify(file)});
    lock.note("mine");
    const child = require("node:child_process").spawn("sleep", ["300"], { stdio: "ignore" });
    fs.writeSync(1, process.pid + " " + child.pid);
    pause(300000);`;
  // The shell becomes a program that asks for no child's end.
  const { child: parent, line } = await started("sh", [
    "-c",
    '"$0" "$@" & exec sleep 300',
    process.execPath,
    ...argsOf(holds),
  ]);
  const [holder = 0, grandchild = 0] = line.split(" ").map(Number);
  expect(tryLock(file)).toBeUndefined();
  process.kill(holder, "SIGKILL");
  const state = () => spawnSync("ps", ["-o", "stat=", "-p", String(holder)], { encoding: "utf8" }).stdout;
  while (!state().startsWith("Z")) await sleep(5);
  const lock = tryLock(file);
  process.kill(grandchild);
  parent.kill();
  expect(lock?.left).toBe("mine");
  lock?.release();
  expect(fs.readFileSync(file, "utf8")).toBe("");
});

it.each([
  ["pid 1, which always lives", '{"pid":1}'],
  ["a number that another has now", JSON.stringify({ pid: process.pid, sockets: "/tmp/cartographer-none" })],
  ["a number alone, as tools wrote it", String(process.pid)],
  ["half a note", '{"pid":12,"sock'],
])("what a killed holder left is taken over: %s", async (_, left) => {
  const file = path.join(folder, "left");
  write(file, left);
  const lock = takeLock(file);
  expect(JSON.parse(fs.readFileSync(file, "utf8"))).toEqual({ pid: process.pid });
  lock.release();
  write(file, left);
  await expect(alone(file, async () => expect(tryLock(file)).toBeUndefined())).resolves.toBeUndefined();
});

it("a second rehearsal is told who is at it", () => {
  const file = path.join(folder, "rehearsal");
  const lock = takeLock(file);
  expect(() => takeLock(file)).toThrow(
    expect.objectContaining({
      text:
        `A rehearsal is running already (process ${process.pid}).\n` +
        `  next: wait for it, or see what it is: ps -p ${process.pid}`,
    }),
  );
  write(file, "");
  expect(() => takeLock(file)).toThrow("A rehearsal is running already.");
  lock.release();
  takeLock(file).release();
});

it.each([
  ["no program to take it", [["no-such-program"]], /cannot be locked: none of these is on the PATH: no-such-program/],
  ["no locks there", [["sh", "-c", "echo 'No locks available' >&2; exit 66"]], /sh says: No locks available$/],
] as const)("%s is a sentence", (_, programs, message) => {
  expect(() => tryLock(path.join(folder, "none"), programs)).toThrow(message);
});
