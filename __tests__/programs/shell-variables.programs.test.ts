import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { infraJsonPath } from "../../contract";
import { run } from "../../programs/run";
import { shellWord } from "../../programs/shell-word";
import { cartographer, fakeTerraform, makeProject, temporaryFolder, write } from "../cli/project";
import { KNOWN } from "../metadata";
import { IN_PLACE, SAMPLES } from "./shell-samples";

const ROOT = path.join(__dirname, "../..");
const VALUE = "the shell's";

/** What a Terraform says that knows an output. */
function answersWith(output: object): string {
  const file = path.join(temporaryFolder(), "output.json");
  write(file, JSON.stringify(output));
  return `case $1 in version) echo '{"terraform_version":"1.11.4"}';; output) cat ${file};; esac`;
}

/** What programs print of their environment when all variables that are not refused are set: one run for all rows. */
const seen: Record<"app" | "answering" | "terminal", Map<string, string>> = {
  app: new Map(),
  answering: new Map(),
  terminal: new Map(),
};
const project = makeProject(temporaryFolder(), 'env > app; mkdir -p "$CDKTF_OUTDIR/stacks/infra-staging"');

beforeAll(async () => {
  const samples = [...SAMPLES.pass, ...SAMPLES.remove, ...SAMPLES.unread];
  const variables = Object.fromEntries(samples.map((name) => [name, VALUE]));
  const script = `env > ${project}/answering; ${answersWith(KNOWN)}`;
  // No node is started in this run: it would take NODE_OPTIONS at its word.
  const env = { ...variables, PATH: fakeTerraform(temporaryFolder(), script) };
  const { stderr } = await cartographer(project, ["sync", "staging"], env);
  if (stderr) throw new Error(stderr);
  Object.assign(process.env, variables);
  await run("sh", ["-c", "env > terminal"], { cwd: project, stdio: "inherit" });
  for (const name of samples) delete process.env[name];
  for (const [program, variables] of Object.entries(seen)) {
    for (const line of fs.readFileSync(path.join(project, program), "utf8").split("\n")) {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) variables.set(name, value);
    }
  }
});

const everywhere = (name: string) => Object.values(seen).map((variables) => variables.get(name));

test("the run went through", () => {
  expect(fs.existsSync(path.join(project, infraJsonPath("staging")))).toBe(true);
  expect(everywhere("PATH")).not.toContain(undefined);
});

test.each(SAMPLES.pass)("%s reaches programs", (name) => {
  // The values of Terraform's variables are for Terraform.
  expect(everywhere(name)).toEqual([name.startsWith("TF_VAR_") ? undefined : VALUE, VALUE, VALUE]);
});

test.each(SAMPLES.remove)("%s reaches none", (name) => {
  expect(everywhere(name)).toEqual([IN_PLACE[name], IN_PLACE[name], IN_PLACE[name]]);
});

test.each(SAMPLES.unread)("%s reaches none whose answer is read", (name) => {
  expect([seen.answering.get(name), seen.terminal.get(name)]).toEqual([IN_PLACE[name], VALUE]);
});

describe("a refusal comes before anything is run", () => {
  test.each(SAMPLES.refuse)("%s", async (name) => {
    const root = makeProject(temporaryFolder(), "touch app");
    const PATH = fakeTerraform(temporaryFolder(), `touch ${root}/terraform`);
    for (const verb of ["sync", "deploy"]) {
      const { exitCode, stderr } = await cartographer(root, [verb, "staging"], { PATH, [name]: "x" });
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(new RegExp(`^${name} is set .*\\n {2}next: unset ${name}\\n$`));
    }
    expect(fs.readdirSync(root)).toEqual([".git", "cdktf.json"]);
  });

  // Under cdktf's own commands it is the app that refuses: one start for all of them.
  const refused = Object.fromEntries(SAMPLES.refuse.map((name) => [name, "x"]));
  const app = () =>
    spawnSync(process.execPath, ["-r", "./register.js", "main.ts"], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, ...refused },
    });

  test("the app refuses the same, under `npx cdktf`", () => {
    const { status, stderr } = app();
    expect(status).toBe(1);
    for (const name of SAMPLES.refuse) expect(stderr).toMatch(new RegExp(`^${name} is set .*in this shell: `, "m"));
    expect(stderr).toContain(`\n  next: unset ${SAMPLES.refuse.join(" ")}\n`);
  });
});

describe("what would happen otherwise: the real Terraform", () => {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_ARGS: "-no-color", TF_CLI_CONFIG_FILE: undefined };
  const terraform = (cwd: string, args: string[], variables: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = spawnSync("terraform", args, {
      cwd,
      encoding: "utf8",
      env: { ...env, ...variables },
    });
    return { status, text: stdout + stderr };
  };
  const stack = (text: string, state: string) => {
    const folder = temporaryFolder();
    write(path.join(folder, "main.tf"), `terraform {\n backend "local" {\n path = "${state}"\n }\n}\n${text}`);
    return folder;
  };

  test("TF_DATA_DIR: the second environment is to migrate the state of the first", () => {
    const TF_DATA_DIR = temporaryFolder();
    expect(terraform(stack("", "staging.tfstate"), ["init"], { TF_DATA_DIR }).status).toBe(0);
    const { status, text } = terraform(stack("", "prod.tfstate"), ["init"], { TF_DATA_DIR });
    expect([status, text]).toEqual([1, expect.stringContaining("Backend configuration changed")]);
  });

  test("TF_CLI_ARGS_plan, TF_WARN_OUTPUT_ERRORS: a plan that destroys, and a secret that is let through", () => {
    const folder = stack('resource "terraform_data" "kept" {}\n', "x.tfstate");
    expect(terraform(folder, ["init"]).status).toBe(0);
    expect(terraform(folder, ["apply", "-auto-approve"]).status).toBe(0);
    expect(terraform(folder, ["plan"], { TF_CLI_ARGS_plan: "-destroy" }).text).toContain("1 to destroy");

    fs.appendFileSync(path.join(folder, "main.tf"), 'output "shown" {\n value = sensitive("x")\n}\n');
    expect(terraform(folder, ["plan"])).toMatchObject({ status: 1, text: expect.stringContaining("sensitive values") });
    expect(terraform(folder, ["plan"], { TF_WARN_OUTPUT_ERRORS: "1" }).status).toBe(0);
  });
});

test("NODE_ENV: npm installs what is for development, cdktf-cli among it, whatever it says", () => {
  const env = { ...process.env, NODE_ENV: "production", npm_config_omit: "dev" };
  const { stdout } = spawnSync("npm", ["config", "get", "include"], { cwd: ROOT, encoding: "utf8", env });
  expect(stdout.trim()).toBe("dev");
});

describe("git", () => {
  const git = (cwd: string, ...args: string[]) => {
    const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
    return spawnSync("git", [...identity, ...args], { cwd, encoding: "utf8" });
  };

  test("what git calls local to a repository is taken out, but for its settings", () => {
    const local = git(ROOT, "rev-parse", "--local-env-vars").stdout.trim().split("\n");
    const settings = ["GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"];
    const missing = local.filter((name) => !SAMPLES.remove.includes(name) && !settings.includes(name));
    expect(missing).toEqual([]);
  });

  test("in a hook of another repository, what is to be committed is seen in this one", async () => {
    const root = makeProject(temporaryFolder(), 'mkdir -p "$CDKTF_OUTDIR/stacks/infra-staging"');
    const other = makeProject(temporaryFolder());
    const PATH = fakeTerraform(temporaryFolder(), answersWith(KNOWN));
    // As git sets them for a hook in a work tree.
    const hook = { GIT_DIR: path.join(other, ".git"), GIT_INDEX_FILE: path.join(other, ".git/index"), GIT_PREFIX: "" };
    const { stdout } = await cartographer(root, ["sync", "staging"], { PATH, ...hook });
    expect(stdout).toContain(`next: git add -N ${infraJsonPath("staging")}\n`);
  });

  test("the hook finds its checkout whatever CDPATH says", () => {
    const [root, elsewhere] = [temporaryFolder(), temporaryFolder()];
    fs.cpSync(path.join(ROOT, ".githooks"), path.join(root, ".githooks"), { recursive: true });
    fs.mkdirSync(path.join(elsewhere, ".githooks"));
    fs.mkdirSync(path.join(root, "node_modules"));
    write(path.join(root, "cli/cartographer.js"), 'console.log("looked")');
    const env = { ...process.env, CDPATH: elsewhere };
    const { stdout, stderr } = spawnSync("sh", [".githooks/pre-commit"], { cwd: root, encoding: "utf8", env });
    expect([stdout, stderr]).toEqual(["looked\n", ""]);
  });

  test("guard, as a hook, sees the index of the commit that is being made", () => {
    const root = makeProject(temporaryFolder());
    write(path.join(root, "notes.txt"), "nothing\n");
    git(root, "add", ".");
    git(root, "commit", "--quiet", "-m", "first");
    const script = path.join(ROOT, "cli/cartographer.js");
    const guard = `exec ${shellWord(process.execPath)} ${shellWord(script)} guard --staged`;
    write(path.join(root, ".git/hooks/pre-commit"), `#!/bin/sh\n${guard}\n`, 0o755);
    // `commit -a` makes an index of its own, which the hook knows by GIT_INDEX_FILE alone.
    write(path.join(root, "notes.txt"), `-----BEGIN ${"PRIVATE"} KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw\n`);
    const { status, stderr } = git(root, "commit", "-am", "second");
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining("This commit would carry what must not be committed"),
    ]);
  });
});
