import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { SSH_CONFIG, sshConfig } from "../../cli/ssh-config";
import { environmentNamed } from "../../config";
import { serialiseInfraMetadata } from "../../contract";
import type { Variables } from "../../programs/shell";
import { KNOWN } from "../metadata";
import { cartographer, fakeTerraform, makeApp, makeProject, stackFolderOf, temporaryFolder, write } from "./project";

const FILE = "hosts/infra-cartographer-staging.json";
const BYTES = serialiseInfraMetadata(KNOWN);
const STALE = serialiseInfraMetadata({ ...KNOWN, instance_public_ip: "198.51.100.7" });
const VERSION = 'if [ "$1" = version ]; then echo "{\\"terraform_version\\":\\"1.11.4\\"}"; exit; fi';

/** A state that has the output: made once, by Terraform. */
let state: string;
beforeAll(() => {
  const root = makeProject(temporaryFolder());
  makeApp(root, { infra_metadata: { value: KNOWN } });
  const folder = stackFolderOf(root);
  write(path.join(folder, "cdk.tf.json"), fs.readFileSync(path.join(root, "stack.json"), "utf8"));
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  for (const args of [["init"], ["apply", "-auto-approve"]]) {
    const { status, stderr } = spawnSync("terraform", args, { cwd: folder, env, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  }
  state = fs.readFileSync(path.join(folder, "terraform.tfstate"), "utf8");
});

/** A project in which that was applied, with these contents of the committed file. */
function deployed(contents?: string): string {
  const root = makeProject(temporaryFolder());
  makeApp(root, { infra_metadata: { value: KNOWN } });
  write(path.join(stackFolderOf(root), "terraform.tfstate"), state);
  if (contents !== undefined) write(path.join(root, FILE), contents);
  write(path.join(root, SSH_CONFIG), sshConfig([{ environment: environmentNamed("staging"), metadata: KNOWN }]));
  return root;
}

function git(root: string, ...args: string[]): void {
  const { status, stderr } = spawnSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], { cwd: root });
  if (status !== 0) throw new Error(String(stderr));
}

const read = (root: string) => fs.readFileSync(path.join(root, FILE), "utf8");

describe("sync", () => {
  test("writes a file that is missing, names its values, and says how to commit it", async () => {
    const root = deployed();
    const { exitCode, stdout, stderr } = await cartographer(root, ["sync", "staging"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(read(root)).toBe(BYTES);
    expect(stdout).toMatch(/does not exist; Terraform knows:\n/);
    expect(stdout).toMatch(/^ {2}instance_public_ip: 203\.0\.113\.10$/m);
    expect(stdout).toMatch(/git add -N hosts\/infra-cartographer-staging\.json\n/);
    expect(stdout).toMatch(/git commit .*hosts\/infra-cartographer-staging\.json\n/);
    expect(fs.readdirSync(path.join(root, "hosts"))).toEqual([path.basename(FILE), "ssh_config"]);
  });

  test("the commands it prints commit the file, and then nothing is left to do", async () => {
    const root = deployed();
    const { stdout } = await cartographer(root, ["sync", "staging"]);
    const commands = [...stdout.matchAll(/next: (git .*)/g)].map(([, command = ""]) => command);
    const env = { ...process.env, GIT_CONFIG_COUNT: "2", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "t" };
    Object.assign(env, { GIT_CONFIG_KEY_1: "user.email", GIT_CONFIG_VALUE_1: "t@t" });
    for (const command of commands) expect(spawnSync("sh", ["-c", command], { cwd: root, env }).status).toBe(0);
    const again = await cartographer(root, ["sync", "staging"]);
    expect(again).toMatchObject({ exitCode: 0, stdout: `${FILE} is up to date.\n${SSH_CONFIG} is up to date.\n` });
  });

  test("says of each file what became of it", async () => {
    const root = deployed(STALE);
    fs.rmSync(path.join(root, SSH_CONFIG));
    const first = await cartographer(root, ["sync", "staging"]);
    expect(first.stdout).toMatch(new RegExp(`^${FILE} written\\.\n {2}next: git [^]*^${SSH_CONFIG} written\\.$`, "m"));
    fs.writeFileSync(path.join(root, FILE), STALE);
    const checked = await cartographer(root, ["sync", "staging", "--check"]);
    expect(checked.stdout).not.toMatch(/written/);
    const second = await cartographer(root, ["sync", "staging"]);
    expect(second.stdout).toMatch(new RegExp(`^${FILE} written\\.\n[^]*^${SSH_CONFIG} is up to date\\.$`, "m"));
  });

  test("shows each value that differs, and only those, and needs no git add for a tracked file", async () => {
    const root = deployed(STALE);
    git(root, "add", FILE);
    git(root, "commit", "-qm", "x");
    const { exitCode, stdout } = await cartographer(root, ["sync", "staging"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ {2}instance_public_ip: 198\.51\.100\.7 → 203\.0\.113\.10$/m);
    expect(stdout).not.toMatch(/domain:/);
    expect(stdout).not.toMatch(/git add/);
    expect(stdout).toMatch(/git commit/);
    expect(read(root)).toBe(BYTES);
  });

  test("replaces a half-written file", async () => {
    const root = deployed(BYTES.slice(0, 200));
    const { exitCode, stdout } = await cartographer(root, ["sync", "staging"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/is no JSON object as Terraform or cartographer sync writes it/);
    expect(read(root)).toBe(BYTES);
  });

  test("writes another format anew", async () => {
    const root = deployed(JSON.stringify(KNOWN));
    const { exitCode, stdout } = await cartographer(root, ["sync", "staging"]);
    expect([exitCode, read(root)]).toEqual([0, BYTES]);
    expect(stdout).toMatch(/in another format/);
  });

  test("works from a folder below the project", async () => {
    const root = deployed(STALE);
    const { exitCode, stdout } = await cartographer(path.join(root, "hosts"), ["sync", "staging"]);
    expect([exitCode, read(root)]).toEqual([0, BYTES]);
    expect(stdout).toMatch(/git add -N infra-cartographer-staging\.json\n/);
  });

  test("asks for no commit of an ignored file", async () => {
    const root = deployed();
    write(path.join(root, ".gitignore"), "hosts/\n");
    expect((await cartographer(root, ["sync", "staging"])).stdout).not.toMatch(/git/);
  });
});

describe("sync --check", () => {
  test.each([
    ["accepts the same bytes", BYTES, 0, /is up to date/],
    ["accepts another format, and says so", `${JSON.stringify(KNOWN)}\n`, 0, /has the values .* in another format/],
    ["refuses other values", STALE, 1, /198\.51\.100\.7 → 203\.0\.113\.10/],
    [
      "refuses a half-written file",
      BYTES.slice(0, 200),
      1,
      /is no JSON object as Terraform or cartographer sync writes it/,
    ],
    ["refuses another contract", '{"schema_version":0}', 1, /has schema version 0; this checkout reads version 2/],
    ["refuses a missing file", undefined, 1, /does not exist/],
  ])("%s", async (_, contents, expected, said) => {
    const root = deployed(contents);
    const { exitCode, stdout, stderr } = await cartographer(root, ["sync", "staging", "--check"]);
    expect(exitCode).toBe(expected);
    expect(stdout).toMatch(said);
    if (expected === 1) expect(stderr).toMatch(/not up to date\.\n {2}next: \.\/cartographer sync staging\n/);
    expect(contents === undefined ? fs.existsSync(path.join(root, FILE)) : read(root)).toBe(contents ?? false);
  });
});

describe("what is in the way gets its sentence, and nothing is written", () => {
  async function refused(root: string, env: Variables = {}): Promise<string> {
    const { exitCode, stderr } = await cartographer(root, ["sync", "staging"], env);
    expect(exitCode).toBe(1);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(read(root)).toBe(STALE);
    return stderr;
  }

  test("an environment that was never deployed", async () => {
    const root = deployed(STALE);
    fs.rmSync(path.join(stackFolderOf(root), "terraform.tfstate"));
    expect(await refused(root)).toMatch(/never deployed\.\n {2}next: npm run deploy -- staging\n/);
  });

  test("an output that is not the contract", async () => {
    const root = deployed(STALE);
    write(path.join(stackFolderOf(root), "terraform.tfstate"), state.replaceAll('"staging"', '"prod"'));
    expect(await refused(root)).toMatch(
      /output infra_metadata of infra-staging is that of the environment prod, not of staging/,
    );
  });

  test("TF_WORKSPACE in the shell", async () => {
    expect(await refused(deployed(STALE), { TF_WORKSPACE: "prod" })).toMatch(
      /TF_WORKSPACE .*\n {2}next: unset TF_WORKSPACE\n/,
    );
  });

  test("no Terraform", async () => {
    expect(await refused(deployed(STALE), { PATH: "/nowhere" })).toMatch(/not on the PATH\.\n {2}next: brew install/);
  });

  test("an old Terraform", async () => {
    const PATH = fakeTerraform(temporaryFolder(), `echo '{"terraform_version":"1.9.8"}'`);
    expect(await refused(deployed(STALE), { PATH })).toMatch(
      /is Terraform 1\.9\.8; this project needs 1\.11\.0 or later/,
    );
  });

  test("something else named terraform", async () => {
    const PATH = fakeTerraform(temporaryFolder(), "echo hello");
    expect(await refused(deployed(STALE), { PATH })).toMatch(/does not say its version/);
  });

  test("nobody logged in", async () => {
    const script = `${VERSION}
      if [ "$1" = output ]; then echo "Error: HCP Terraform initialization required: please run terraform init" >&2; fi
      if [ "$1" = init ]; then echo "Error: Required token could not be found" >&2; fi
      exit 1`;
    const PATH = fakeTerraform(temporaryFolder(), script);
    expect(await refused(deployed(STALE), { PATH })).toMatch(
      /app\.terraform\.io\.\n {2}next: terraform login app\.terraform\.io\n/,
    );
  });

  test("any other failure, in Terraform's words", async () => {
    const PATH = fakeTerraform(temporaryFolder(), `${VERSION}\necho "│ Error: the sky fell" >&2; exit 1`);
    expect(await refused(deployed(STALE), { PATH })).toMatch(/terraform output failed: the sky fell\n/);
  });

  test("an app that fails, in its words", async () => {
    const root = deployed(STALE);
    write(path.join(root, "app.sh"), "echo 'no such CIDR' >&2; exit 3\n");
    expect(await refused(root)).toMatch(/cannot be synthesised \(sh app\.sh, .*\):\nno such CIDR\n/);
  });

  test("an app without the stack", async () => {
    const root = deployed(STALE);
    fs.rmSync(path.join(root, "cdktf.out"), { recursive: true });
    write(path.join(root, "app.sh"), "true\n");
    expect(await refused(root)).toMatch(/makes no stack infra-staging/);
  });

  test("a cdktf.json that is none", async () => {
    const root = deployed(STALE);
    write(path.join(root, "cdktf.json"), "{");
    expect(await refused(root)).toMatch(/cdktf\.json is no JSON object/);
  });
});

test("the app sees none of Terraform's variables", async () => {
  const root = deployed(BYTES);
  write(path.join(root, "cdktf.json"), JSON.stringify({ app: "sh app.sh" }));
  fs.appendFileSync(path.join(root, "app.sh"), 'echo "seen:$TF_VAR_secret" > seen\n');
  await cartographer(root, ["sync", "staging"], { TF_VAR_secret: "x" });
  expect(fs.readFileSync(path.join(root, "seen"), "utf8")).toBe("seen:\n");
});
