import { spawn } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { describeOnLinux } from "../tiers/on-linux";
import { PROJECT, temporaryFolder, tool } from "./hive";

const script = (name: string) => path.join(PROJECT, "hosts/scripts", `${name}.sh`);

/** A folder for the PATH with small programs in place of the host's. */
function programs(bodies: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, body] of Object.entries(bodies)) {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  }
  return `${folder}:${process.env.PATH}`;
}

// The scripts run on NixOS: they use GNU's find, stat and rmdir.
describeOnLinux("check-data", () => {
  const check = (data: string, env: NodeJS.ProcessEnv = {}) =>
    tool("bash", [script("check-data"), data], { env: { ...process.env, ...env } });
  const database = () => {
    const folder = path.join(temporaryFolder(), "m36-data");
    fs.mkdirSync(path.join(folder, "transaction"), { recursive: true });
    fs.writeFileSync(path.join(folder, "transaction/info"), "");
    return folder;
  };

  test("says nothing about data of its own", () => {
    expect(check(database())).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("leaves a database that is not there to the database: it makes its folder itself", () => {
    const folder = path.join(temporaryFolder(), "m36-data");
    expect(check(folder)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(fs.existsSync(folder)).toBe(false);
  });

  test("takes away an empty folder, on which the database would fail", () => {
    const folder = path.join(temporaryFolder(), "m36-data");
    fs.mkdirSync(folder);
    expect(check(folder)).toMatchObject({ status: 0, stderr: "" });
    expect(fs.existsSync(folder)).toBe(false);
  });

  test("stops at data of another number with a sentence that says what to do", () => {
    const folder = database();
    const { status, stderr } = check(folder, { PATH: programs({ id: "echo 4711" }) });
    expect(status).toBe(1);
    const owner = fs.statSync(folder).uid;
    expect(stderr).toBe(
      `${folder} belongs to the user number ${owner}, but the backend runs as number 4711: ` +
        "set uid and gid of this host in hosts/table.nix to what the data has, and deploy again.\n",
    );
  });
});

describeOnLinux("accept-keys", () => {
  const setUp = () => {
    const folder = temporaryFolder();
    for (const name of ["uploads", "copies"]) fs.mkdirSync(path.join(folder, name));
    return {
      upload: (name: string, content: string) => {
        // As Colmena does it.
        fs.writeFileSync(path.join(folder, "uploads", `${name}.tmp`), content, { mode: 0o600 });
        fs.renameSync(path.join(folder, "uploads", `${name}.tmp`), path.join(folder, "uploads", name));
      },
      copies: () =>
        Object.fromEntries(
          fs
            .readdirSync(path.join(folder, "copies"))
            .map((name) => [name, fs.readFileSync(path.join(folder, "copies", name), "utf8")]),
        ),
      modeOf: (name: string) => fs.statSync(path.join(folder, "copies", name)).mode & 0o777,
      /** What was asked of systemd, and what was said. */
      accept: () => {
        const log = path.join(folder, "log");
        fs.writeFileSync(log, "");
        const env = {
          PATH: programs({ systemctl: `echo "$@" >> ${log}` }),
          STATE_DIRECTORY: path.join(folder, "copies"),
        };
        const uploads = path.join(folder, "uploads");
        const args = [script("accept-keys"), uploads, "env-file", "origin-next-key", "a.service", "b.service"];
        const { status, stdout, stderr } = tool("bash", args, { env });
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        return { asked: fs.readFileSync(log, "utf8"), said: stdout.replaceAll(uploads, "…") };
      },
    };
  };
  const restart = "--no-block try-restart a.service b.service\n";

  test("copies what is new, closed to others, and restarts for other variables only", () => {
    const { upload, accept, copies, modeOf } = setUp();
    upload("env-file", "A=1");
    upload("origin-next-key", "first");
    expect(accept().asked).toBe(restart);
    expect(copies()).toEqual({ "env-file": "A=1", "origin-next-key": "first" });
    expect([modeOf("env-file"), modeOf("origin-next-key")]).toEqual([0o600, 0o600]);
    upload("env-file", "A=1");
    expect(accept()).toEqual({ asked: "", said: "" });
    upload("origin-next-key", "second");
    expect(accept()).toEqual({ asked: "", said: "" });
    expect(copies()).toEqual({ "env-file": "A=1", "origin-next-key": "second" });
    upload("env-file", "A=canary\n");
    expect(accept()).toEqual({
      asked: restart,
      said: "env-file has changed: restarting what runs of a.service b.service\n",
    });
    expect(copies()).toEqual({ "env-file": "A=canary\n", "origin-next-key": "second" });
  });

  test("keeps what was there when a refused deploy left an empty file", () => {
    const { upload, accept, copies } = setUp();
    upload("env-file", "A=1");
    upload("origin-next-key", "key");
    accept();
    upload("env-file", "");
    upload("origin-next-key", "");
    const said = ["origin-next-key", "env-file"].map(
      (name) => `…/${name} is empty, so a deploy was refused: keeping what was there before\n`,
    );
    expect(accept()).toEqual({ asked: "", said: said.join("") });
    expect(copies()).toEqual({ "env-file": "A=1", "origin-next-key": "key" });
  });

  test("has nothing to say before the first upload", () => {
    const { accept, copies } = setUp();
    expect(accept()).toEqual({ asked: "", said: "" });
    expect(copies()).toEqual({});
  });
});

describe("with-environment", () => {
  const start = (content: string | undefined, ...command: string[]) => {
    const folder = temporaryFolder();
    if (content !== undefined) fs.writeFileSync(path.join(folder, "environment"), content);
    const env = { PATH: process.env.PATH, CREDENTIALS_DIRECTORY: folder };
    return tool("bash", [script("with-environment"), ...command], { env });
  };
  const next = "\n  next: journalctl -n 20 -u 'cartographer-environment@*'\n";

  test("becomes the command, with its arguments, its exit code and the variables", () => {
    const command = ["sh", "-c", 'printf "%s|" "$A" "$B" "$@"; exit 7', "-", "x y", ""];
    expect(start("A= $HOME `id`\\'\n \0B=\0", ...command)).toEqual({
      status: 7,
      stdout: " $HOME `id`\\'\n ||x y||",
      stderr: "",
    });
  });

  test.each([
    ["missing", undefined, "did not come from AWS Secrets Manager"],
    ["empty", "", "did not come from AWS Secrets Manager"],
    ["cut off", "A=1\0B=canary", "came cut off"],
  ])("starts nothing when they are %s, and says where to look", (_, content, problem) => {
    expect(start(content, "echo", "started")).toEqual({
      status: 1,
      stdout: "",
      stderr: `The variables of the application ${problem}.${next}`,
    });
  });

  test("says so outside of a unit as well", () => {
    const { status, stderr } = tool("bash", [script("with-environment"), "true"], { env: { PATH: process.env.PATH } });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `The variables of the application did not come from AWS Secrets Manager.${next}`,
    });
  });
});

describeOnLinux("wait-for", () => {
  test("ends when the address answers as it should, not before", async () => {
    let answers = 0;
    const server = createServer((_, response) => {
      answers += 1;
      response.writeHead(answers < 3 ? 503 : 200).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    const child = spawn("bash", [script("wait-for"), "--fail", `http://127.0.0.1:${port}/health`]);
    const code = await new Promise((resolve) => child.once("close", resolve));
    server.close();
    expect({ code, answers }).toEqual({ code: 0, answers: 3 });
  });
});
