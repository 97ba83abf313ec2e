import { spawn } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
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
const onLinux = process.platform === "linux" ? describe : describe.skip;

onLinux("check-data", () => {
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

onLinux("restart-on-change", () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "env-file");
  const log = path.join(folder, "log");
  const change = (content: string): string => {
    fs.writeFileSync(log, "");
    fs.writeFileSync(`${file}.tmp`, content);
    fs.renameSync(`${file}.tmp`, file);
    const env = { PATH: programs({ systemctl: `echo "$@" >> ${log}` }), RUNTIME_DIRECTORY: folder };
    const args = [script("restart-on-change"), file, "a.service", "b.service"];
    expect(tool("bash", args, { env })).toMatchObject({ status: 0, stderr: "" });
    return fs.readFileSync(log, "utf8");
  };
  const restart = "--no-block try-restart a.service b.service\n";

  test("remembers first, then restarts once for each change, and not for the same content again", () => {
    expect(change("A=1")).toBe("");
    expect(change("A=1")).toBe("");
    expect(change("A=2")).toBe(restart);
    expect(change("A=2")).toBe("");
    expect(change("A=1")).toBe(restart);
  });

  test("keeps no secret: only a hash is remembered", () => {
    change("SECRET=canary");
    expect(fs.readFileSync(path.join(folder, "env-file.sha256"), "utf8")).toMatch(/^[0-9a-f]{64} {2}-\n$/);
  });
});

onLinux("wait-for", () => {
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
