import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { CARTOGRAPHER, cartographer, cartographerProcess, makeProject, temporaryFolder, write } from "./project";

const project = makeProject(temporaryFolder());

test("help names the verbs and the environments", () => {
  const { exitCode, stdout } = cartographerProcess(project, ["--help"]);
  expect(exitCode).toBe(0);
  for (const word of ["origin-key", "sync", "deploy", "staging, prod"]) expect(stdout).toContain(word);
});

test("without an environment the usage is printed", () => {
  const { exitCode, stderr } = cartographerProcess(project, ["sync"]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/missing required argument 'environment'\n\nUsage: cartographer sync /);
});

test("an unknown verb prints the usage", () => {
  const { exitCode, stderr } = cartographerProcess(project, ["frobnicate", "prod"]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/unknown command 'frobnicate'\n\nUsage: cartographer /);
});

test("the process prints what the operator must know, and ends with 1", () => {
  const { exitCode, stdout, stderr } = cartographerProcess(project, ["sync", "production"]);
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toBe('There is no environment "production" in config/environments.ts; there are: staging, prod.\n');
});

test.each(["origin-key", "sync", "deploy"])("%s names the environments that there are", async (verb) => {
  const { exitCode, stdout, stderr } = await cartographer(project, [verb, "production"]);
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toBe('There is no environment "production" in config/environments.ts; there are: staging, prod.\n');
});

test.each(["origin-key", "sync", "deploy"])("%s outside a checkout says so", async (verb) => {
  const { exitCode, stderr } = await cartographer(temporaryFolder(), [verb, "staging"]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^There is no cdktf\.json in .*\n {2}next: cd into the checkout/);
});

test("npm run, which leaves the operator's folder, does not leave the operator's project", async () => {
  const outer = makeProject(temporaryFolder());
  const inner = makeProject(path.join(outer, ".rehearsal/project"), "exit 7");
  const { stderr } = await cartographer(outer, ["sync", "staging"], { INIT_CWD: inner });
  expect(stderr).toContain(`in ${inner})`);
  const elsewhere = await cartographer(inner, ["sync", "staging"], { INIT_CWD: outer });
  expect(elsewhere.stderr).toContain(`in ${inner})`);
});

test("Ctrl-C ends the command and what it runs", async () => {
  const root = makeProject(temporaryFolder());
  // With no program before `sleep`: a shell that waits for one that does not mind goes on.
  write(path.join(root, "app.sh"), ": >started; exec sleep 30\n");
  // A process group of its own, which a terminal would signal as a whole.
  const child = spawn(process.execPath, [CARTOGRAPHER, "sync", "staging"], {
    cwd: root,
    detached: true,
    stdio: "pipe",
  });
  const printed: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  while (!fs.existsSync(path.join(root, "started"))) await new Promise((resolve) => setTimeout(resolve, 20));
  if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
  expect(await ended).toBe(130);
  expect(Buffer.concat(printed).toString()).toBe("Interrupted by SIGINT.\n");
});
