import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../common/errors";
import { type RunOptions, run } from "../../programs/run";
import { temporaryFolder, write } from "../cli/project";

/** Runs a shell script in a folder of its own. */
async function script(text: string, options: Partial<RunOptions> = {}) {
  const cwd = options.cwd ?? temporaryFolder();
  const told: string[] = [];
  const patience = { tell: (line: string) => told.push(line), ...options.patience };
  const ended = run("sh", ["-c", text], { cwd, name: "the program", ...options, patience });
  const error = await ended.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { cwd, told, error, outcome: error === undefined ? await ended : undefined };
}

test("what it printed and its exit code, and no word while it is quick", async () => {
  const { outcome, told } = await script("echo out; echo err >&2; exit 3");
  expect(outcome).toEqual({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
  expect(told).toEqual([]);
});

test("a signal's number is told as shells tell it", async () => {
  expect((await script("kill -9 $$")).outcome).toMatchObject({ exitCode: 137 });
});

test("a command that takes its time gives signs of life, and ends as it likes", async () => {
  const cwd = temporaryFolder();
  const told: string[] = [];
  const tell = (line: string) => {
    told.push(line);
    if (told.length === 2) write(path.join(cwd, "go"), "");
  };
  const waits = "while [ ! -e go ]; do sleep 0.02; done; echo done";
  const { outcome } = await script(waits, { cwd, patience: { sign: 10, tell } });
  expect(outcome).toMatchObject({ exitCode: 0, stdout: "done\n" });
  expect(told[0]).toMatch(/^the program has been running for [\d.]+ s …$/);
});

test("at the operator's terminal it speaks for itself", async () => {
  const { outcome, told } = await script("sleep 0.1", { stdio: "inherit", patience: { sign: 1 } });
  expect([outcome?.exitCode, told]).toEqual([0, []]);
});

test("a question that is not answered in time is ended, with what it has started", async () => {
  const hangs = "echo 'no daemon' >&2; sleep 300 & echo $! > pid; wait";
  const { cwd, error } = await script(hangs, { within: 200 });
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({
    message: expect.stringMatching(/^the program did not end within 0\.2 s, and was stopped\. It said: /),
    next: expect.stringMatching(/^type it, and see: cd \S+ && sh -c 'echo /),
  });
  const pid = fs.existsSync(path.join(cwd, "pid")) ? Number(fs.readFileSync(path.join(cwd, "pid"), "utf8")) : 0;
  while (pid > 0 && !isEnded(pid)) await sleep(10);
});

test("a question that is answered in time is not ended", async () => {
  expect((await script("sleep 0.05; echo answer", { within: 60_000 })).outcome).toMatchObject({ stdout: "answer\n" });
});

test("what it leaves behind may hold its output, and is not waited for", async () => {
  const { cwd, outcome, told } = await script("sleep 300 & echo $! > pid; echo answer", { patience: { grace: 40 } });
  process.kill(Number(fs.readFileSync(path.join(cwd, "pid"), "utf8")));
  expect(outcome).toEqual({ exitCode: 0, stdout: "answer\n", stderr: "" });
  expect(told).toEqual([
    "the program has ended; what it has started still holds its output open, and is not waited for.",
  ]);
});

test("nor if it goes on printing", async () => {
  const chatty = "(while :; do echo x; sleep 0.005; done) & echo $! > pid; echo answer";
  const { cwd, outcome, told } = await script(chatty, { patience: { grace: 40 } });
  process.kill(Number(fs.readFileSync(path.join(cwd, "pid"), "utf8")));
  expect(outcome?.stdout).toContain("answer\n");
  expect(told).toHaveLength(1);
});

test("no byte is lost of an output that ends with the process, however short the grace", async () => {
  const bytes = 3_000_000;
  const { outcome, told } = await script(`head -c ${bytes} /dev/zero | tr '\\0' x`, { patience: { grace: 4 } });
  expect(outcome?.stdout).toHaveLength(bytes);
  expect(told).toEqual([]);
});

test("one that prints without end is stopped, and its first lines are shown", async () => {
  const { error } = await script("echo first; yes more", { patience: { bytes: 10_000 } });
  expect(error).toMatchObject({
    message: expect.stringMatching(
      /^the program printed more than 10000 bytes, and was stopped\. It said: \n {4}first\n/,
    ),
  });
});

test("the limit is for each stream, and for what is more than it", async () => {
  const { outcome } = await script("printf 12345; printf 12345 >&2", { patience: { bytes: 5 } });
  expect(outcome).toEqual({ exitCode: 0, stdout: "12345", stderr: "12345" });
});

describe("what cannot be started gets a sentence", () => {
  const cwd = temporaryFolder();
  test.each([
    ["a program that is not there", "no-such-program", [], cwd],
    ["a folder that is not there", "sh", ["-c", "true"], path.join(cwd, "gone")],
    ["arguments that no system takes", "sh", ["-c", "true", "x".repeat(3_000_000)], cwd],
    ["a file that is no program", path.join(cwd, "folder"), [], cwd],
  ])("%s", async (_, command, args, folder) => {
    fs.mkdirSync(path.join(cwd, "folder"), { recursive: true });
    await expect(run(command, args, { cwd: folder })).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringMatching(/ cannot be started in .*: .*\.$/),
      next: expect.stringContaining("type -a "),
    });
  });
});

/** Whether a process has ended, also when nobody has asked how yet. */
function isEnded(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return !/^[^Z\s]/.test(stdout);
}
