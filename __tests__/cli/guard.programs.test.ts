import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { LARGEST } from "../../cli/guard/candidates";
import { CONTENT_RULES } from "../../cli/guard/contents";
import { EXCEPTIONS } from "../../cli/guard/exceptions";
import { inspectContents, inspectName } from "../../cli/guard/inspect";
import { NAME_RULES } from "../../cli/guard/names";
import { createOriginKeyAndCsr } from "../../constructs/origin-csr";
import { Checkout, wholeCheckout } from "../rehearsal/checkout";
import { cartographer, type Result, temporaryFolder, write } from "./project";
import { jwt, pem, random, SECRETS, secretOf, TOKENS } from "./secrets";

const ROOT = path.join(__dirname, "../..");
const rulesFor = async (file: string, contents: string | Buffer = "") => {
  const found = [...inspectName(file), ...(await inspectContents(file, Buffer.from(contents)))];
  return [...new Set(found.map(({ rule }) => rule))];
};

describe("names", () => {
  const refused: Readonly<Record<string, readonly string[]>> = {
    "env-file": [".env", ".env.staging", "app/.env.production", ".envrc", "staging.env", ".ENV"],
    tfvars: ["secrets/tfc-bootstrap.tfvars", "x.auto.tfvars", "x.auto.tfvars.json", "terraform.tfvars.bak"],
    state: ["terraform.tfstate", "secrets/tfc-bootstrap.tfstate.backup", "x.tfstate.1700000000.backup"],
    plan: ["staging.tfplan", "crash.log", "cdktf.out/crash.2026.log"],
    "key-file": [
      "secrets/staging/origin-key.pem",
      "secrets/staging/origin-key.pem.before",
      "server.key",
      "id_rsa",
      ".ssh/id_ed25519",
      "id_ed25519_sk",
      "a.p12",
    ],
    login: [".netrc", ".terraform.d/credentials.tfrc.json", ".terraformrc", ".aws/credentials"],
    decrypted: [
      "secrets/a\nb.json",
      "secrets/staging/secrets.json",
      "secrets/prod/secrets.yaml",
      "secrets/prod/secrets.sops.dec.json",
    ],
  };

  it("each have their files", () => {
    expect(Object.keys(refused)).toEqual(NAME_RULES.map(({ name }) => name));
  });

  it.each(Object.entries(refused).flatMap(([rule, files]) => files.map((file) => [file, rule])))(
    "%s is refused (%s)",
    async (file, rule) => expect(await rulesFor(file)).toEqual([rule]),
  );

  it.each([
    ".env.example",
    ".env.staging.example",
    "programs/environment.ts",
    "secrets/tfc-bootstrap.tfvars.example",
    "id_ed25519.pub",
    "secrets/staging/origin.csr",
    "secrets/README.md",
    ".sops.yaml",
    "hosts/infra-cartographer-prod.json",
    "hosts/modules/secrets/default.nix",
    "stacks/secrets-folder.ts",
    "keyboard.ts",
    "certificate.pem",
  ])("%s may be committed", async (file) => expect(await rulesFor(file)).toEqual([]));
});

describe("contents", () => {
  it("each have a secret made here", () => {
    expect([...new Set(SECRETS.map(({ rule }) => rule))].toSorted()).toEqual(
      CONTENT_RULES.map(({ name }) => name).toSorted(),
    );
  });

  it.each(SECRETS)("$title is refused ($rule)", async ({ rule, make }) => {
    const { text, value } = make();
    const findings = await inspectContents("notes.md", Buffer.from(`one\ntwo ${text}\nthree\n`));
    expect(findings).toEqual([expect.objectContaining({ file: "notes.md", line: 2, rule })]);
    expect(JSON.stringify(findings)).not.toContain(value);
  });

  it.each(Object.entries(TOKENS))("a token of %s is refused", async (_, make) => {
    const token = make();
    const findings = await inspectContents("notes.md", Buffer.from(`one\n${token}\n`));
    expect(findings).toContainEqual(expect.objectContaining({ file: "notes.md", line: 2 }));
    expect(JSON.stringify(findings)).not.toContain(token.slice(-20));
  });

  it("cannot be let through by a comment of secretlint's", async () => {
    const line = `${TOKENS.GitLab?.()} // secretlint-disable-line`;
    const text = `/* secretlint-disable */\n${secretOf("github-token")}\n${line}\n`;
    expect(await rulesFor("x.ts", text)).toEqual(["github-token", "gitlab"]);
  });

  it("names the line and the rule of each of several", async () => {
    const text = `${secretOf("github-token")}\n\n${secretOf("age-key")} ${secretOf("slack-token")}\n`;
    expect((await inspectContents("x", Buffer.from(text))).map(({ line, rule }) => [line, rule])).toEqual([
      [1, "github-token"],
      [3, "age-key"],
      [3, "slack-token"],
    ]);
  });

  it("are read in UTF-16 too, as PowerShell writes it, and not in files that are no text", async () => {
    const secret = secretOf("github-token");
    expect(await rulesFor("x", Buffer.from(`\uFEFF${secret}`, "utf16le"))).toEqual(["github-token"]);
    expect(await rulesFor("x", `\0${secret}`)).toEqual([]);
  });

  const certificate = () => pem("CERTIFICATE", random(640));
  it.each<[string, () => string | Promise<string>]>([
    ["a certificate", certificate],
    ["a certificate in base64", () => Buffer.from(certificate()).toString("base64")],
    ["a certificate request", async () => (await createOriginKeyAndCsr(["example.com"])).csrPem],
    ["a public key", () => generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString()],
    ["an SSH public key", () => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${random(43)} somebody@example.com`],
    ["an age recipient", () => `age1${random(58).toLowerCase()}`],
    ["a lock file's hash", () => `"integrity": "sha512-${random(86)}=="`],
    ["an action pinned by its hash", () => "uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683"],
    ["the mention of a private key", () => `if (text.startsWith("-----BEGIN ${"PRIVATE"} KEY-----")) return;`],
    ["the prefix of an AWS key", () => 'id: () => iamId("AKIA")'],
    ["an anon key of Supabase", () => jwt({ role: "anon" })],
    ["a publishable key of Supabase", () => `sb_publishable_${random(31)}`],
    ["a variable", () => 'provider "cloudflare" { api_token = var.cloudflare_api_token }'],
    ["a workflow's secret", () => "CLOUDFLARE_API_TOKEN: ${{ secrets.CLOUDFLARE_API_TOKEN }}"],
    ["a class name", () => "sk-loading-indicator-of-the-whole-page"],
    ["another word's end", () => "task-0123456789012345678901234567890"],
    ["a URL without a password", () => "https://user@example.com:8080/path@1 http://localhost:3000/@vite/client"],
    ["an address of npm", () => "https://registry.example.com:443/@scope/package"],
  ])("%s may be committed", async (_, make) => expect(await rulesFor("x", await make())).toEqual([]));

  it.each([
    "PASSWORD",
    "password",
    "xxx",
    "…",
    "...",
    "<password>",
    "[YOUR-PASSWORD]",
    "$PASSWORD",
    "${password}",
    "***",
  ])("%s is no password", async (word) =>
    expect(await rulesFor("x", `postgresql://postgres:${word}@db.xxx.supabase.co:5432/postgres`)).toEqual([]),
  );

  it.each([".env.example", "secrets/tfc-bootstrap.tfvars.example"])("%s may be committed as it is", async (file) => {
    const there = fs.existsSync(path.join(ROOT, file)) ? fs.readFileSync(path.join(ROOT, file)) : "";
    expect(await rulesFor(file, there)).toEqual([]);
  });
});

describe("files of sops", () => {
  const file = "secrets/staging/secrets.sops.json";
  const encrypted = () => `ENC[AES256_GCM,data:${random(24)},iv:${random(43)}=,tag:${random(22)}==,type:str]`;
  const MAC = encrypted();
  const metadata = { age: [{ recipient: "age1x", enc: pem("AGE ENCRYPTED FILE", random(300)) }], version: "3.13.3" };
  const sops = () => ({ ...metadata, lastmodified: "2026-01-01T00:00:00Z", mac: encrypted() });
  const json = (value: unknown) => JSON.stringify(value, null, 2);
  const findingsIn = (text: string, name = file) => inspectContents(name, Buffer.from(text));

  it("may be committed when every value is encrypted or empty", async () => {
    const values = { DATABASE_URL: encrypted(), nested: { list: [encrypted()], empty: "" }, nothing: null };
    expect(await rulesFor(file, json({ ...values, sops: sops() }))).toEqual([]);
  });

  it.each<[string, () => string, number]>([
    ["that were decrypted", () => json({ KEY: "clear" }), 1],
    ["whose metadata has no code", () => json({ KEY: encrypted(), sops: {} }), 1],
    ["with one value in the clear", () => json({ A: encrypted(), KEY: "clear", sops: sops() }), 3],
    ["with a number in the clear", () => json({ A: encrypted(), PORT: 5432, sops: sops() }), 3],
    ["with a value in a list in the clear", () => json({ A: encrypted(), L: [encrypted(), "clear"], sops: sops() }), 3],
    ["with what begins as a code does", () => json({ KEY: "ENC[clear", sops: sops() }), 2],
    ["that only mention the code", () => json({ KEY: "no ENC[", sops: sops() }), 2],
    ["that are cut", () => json({ KEY: encrypted(), sops: sops() }).slice(0, -9), 1],
  ])("are refused %s", async (_, make, line) => {
    const findings = await findingsIn(make());
    expect(findings).toEqual([expect.objectContaining({ line, rule: "sops" })]);
    expect(JSON.stringify(findings)).not.toMatch(/clear"|5432/);
  });

  it.each<[string, (value: string) => string]>([
    [
      "a.sops.yaml",
      (value) => `# comment\nKEY: ${value}\nnested:\n    list:\n        - ${value}\nsops:\n    mac: ${MAC}\n`,
    ],
    ["a.sops.env", (value) => `KEY=${value}\nOTHER=${value}\nsops_mac=${MAC}\nsops_version=3\n`],
    ["a.sops.ini", (value) => `[section]\nkey = ${value}\nempty = \n; ${encrypted()}\n\n[sops]\nmac = ${MAC}\n`],
  ])("%s is looked at by its lines", async (name, make) => {
    const whole = make(encrypted()).replace("# comment\n", "");
    expect(await findingsIn(whole, name)).toEqual([]);
    expect((await findingsIn(make("clear"), name))[0]).toMatchObject({ rule: "sops" });
    expect(await findingsIn(whole.replace(/mac.*/, "mac: ENC[x]"), name)).toEqual([
      expect.objectContaining({ line: 1 }),
    ]);
    const behind = name.endsWith("ini")
      ? "[more]\nkey = clear\n"
      : name.endsWith("env")
        ? "KEY=clear\n"
        : "KEY: clear\n";
    expect(await findingsIn(whole + behind, name)).toEqual([expect.objectContaining({ rule: "sops" })]);
    expect(await findingsIn(whole.split(/\n\[?sops/)[0] ?? "", name)).toEqual([
      expect.objectContaining({ line: 1, what: expect.stringContaining("without the metadata") }),
    ]);
  });
});

/**
 * A project with these files in its index, at the top of a repository or in a folder of one; its hook is switched on as
 * documents say.
 */
function repository(files: Readonly<Record<string, string>>, folder = ""): string {
  const top = temporaryFolder();
  git(top, "init", "--quiet");
  const root = path.join(top, folder);
  fs.cpSync(path.join(ROOT, ".githooks/pre-commit"), path.join(root, ".githooks/pre-commit"));
  for (const name of ["cli", "node_modules"]) fs.symlinkSync(path.join(ROOT, name), path.join(root, name));
  const ignored = "cli\nnode_modules\n";
  const others = { ".gitignore": ignored, "cdktf.json": "{}" };
  for (const [file, contents] of Object.entries({ ...others, ...files })) write(path.join(root, file), contents);
  git(root, "add", "--all");
  for (const file of Object.keys(files)) git(root, "add", "--force", "--", file);
  expect(spawnSync("sh", ["-c", SWITCHED_ON], { cwd: root }).status).toBe(0);
  return root;
}

const README = fs.readFileSync(path.join(ROOT, "README.md"), "utf8");
const [, SWITCHED_ON = "false"] = /`(git config core\.hooksPath [^`]*)`/.exec(README) ?? [];

function tryGit(root: string, ...args: readonly string[]): Result {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], { cwd: root, encoding: "utf8" });
  return { exitCode: status, stdout, stderr };
}

function git(root: string, ...args: readonly string[]): string {
  const { exitCode, stdout, stderr } = tryGit(root, ...args);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

const NO_REPOSITORY =
  /is in no git repository.*: a downloaded archive has none\.\n {2}next: git clone .* git init && git add --all$/m;

describe("cartographer guard", () => {
  it("finds nothing in this project", () => {
    const checkout = wholeCheckout();
    const { code, text } = checkout.run("./cartographer", ["guard"]);
    checkout.remove();
    expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/^[1-9]\d\d+ files hold no secret.*\n$/) });
  });

  it("names all, the values never, and what to do", async () => {
    const token = secretOf("github-token");
    const root = repository({ ".env": "A=b\n", "docs/it's.md": `\n${token}\n`, "fine.txt": "fine\n" });
    const { exitCode, stdout, stderr } = await cartographer(root, ["guard"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^\.env {12}a file of environment variables {2}\(env-file\)$/m);
    expect(stderr).toMatch(/^docs\/it's\.md:2 {2}a token of GitHub {2}\(github-token\)$/m);
    expect(stderr).toMatch(/^github-token: whoever has it acts as its owner there\.$/m);
    expect(stderr).toMatch(/^ {2}next: git rm --cached -- :\/\.env ':\/docs\/it'\\''s\.md'$/m);
    expect(stderr).toMatch(/if any was ever committed/);
    expect(stderr).not.toContain(token);
    expect(stderr).not.toContain("fine.txt");
  });

  it("says that what was committed is known", async () => {
    const root = repository({ ".env": "A=b\n", "later.md": "\n" });
    git(root, "commit", "--quiet", "--no-verify", "-m", "x");
    write(path.join(root, "later.md"), secretOf("age-key"));
    const { stderr } = await cartographer(root, ["guard"]);
    expect(stderr).toMatch(/treat as known what \.env had, for it was committed: rotate it/);
    git(root, ..."rm --cached -- .env".split(" ")); // what it says
    expect((await cartographer(root, ["guard"])).stderr).toMatch(/^\.env .*\(env-file\), in HEAD alone$/m);
    git(root, "commit", "--quiet", "--no-verify", "-m", "x");
    expect((await cartographer(root, ["guard"])).stderr).not.toContain(".env");
  });

  it("looks at the last commit, the index and the working tree, and with --staged at the index alone", async () => {
    const file = path.join(repository({ a: "fine\n" }), "a");
    const root = path.dirname(file);
    const all = async () => {
      const { exitCode, stderr } = await cartographer(root, ["guard"]);
      return [exitCode, ...(/\(age-key\)(.*)/.exec(stderr)?.slice(1) ?? []), /next: (git \w+)/.exec(stderr)?.[1]];
    };
    git(root, "commit", "--quiet", "-m", "x");
    write(file, secretOf("age-key"));
    expect(await all()).toEqual([1, ", in the working tree alone", "git rm"]);
    git(root, "add", "a");
    expect(await all()).toEqual([1, "", "git rm"]);
    write(file, "mended, not yet added\n");
    expect(await all()).toEqual([1, ", in the index alone", "git rm"]);
    const staged = await cartographer(root, ["guard", "--staged"]);
    expect(staged).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^a:1 {2}an age identity {2}\(age-key\)$/m),
    });
    git(root, "commit", "--quiet", "--no-verify", "-m", "x");
    expect(await all()).toEqual([1, ", in the index and HEAD alone", "git rm"]);
    git(root, "add", "a");
    expect(await cartographer(root, ["guard", "--staged"])).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    expect(await all()).toEqual([1, ", in HEAD alone", "git commit"]);
    git(root, "commit", "--quiet", "-m", "x");
    expect(await all()).toEqual([0, undefined]);
  });

  it("reads any name, not links, what is deleted or other repositories, and says what it did not read", async () => {
    const root = repository({ "line\nfeed": secretOf("age-key"), gone: "x", huge: "x".repeat(LARGEST + 1) });
    const elsewhere = path.join(temporaryFolder(), "secret");
    write(elsewhere, secretOf("age-key"));
    fs.symlinkSync(elsewhere, path.join(root, "link"));
    git(root, "add", "link");
    git(root, "update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},module`);
    fs.rmSync(path.join(root, "gone"));
    for (const args of [["guard"], ["guard", "--staged"]]) {
      const { exitCode, stdout, stderr } = await cartographer(root, args);
      expect([exitCode, stdout]).toEqual([1, "huge is too large: only its name was looked at.\n"]);
      expect(stderr.match(/\((?!a file)\S+\)$/gm)).toEqual(["(age-key)"]);
      expect(stderr).toContain("$'line\\nfeed':1");
    }
  });

  it.each<[string, Buffer]>([
    ["that are no UTF-8", Buffer.from("caf\xe9\xff.txt", "latin1")],
    ["with control characters", Buffer.from("a\u001b[2J\r\u202e'b\\")],
    ["that git would take for a pattern", Buffer.from("*")],
    ["that git would take for a sign of its own", Buffer.from("!a?b")],
  ])("shows names %s escaped, and its next command takes that file alone", async (_, name) => {
    const root = repository({ another: "fine\n" });
    git(root, "commit", "--quiet", "-m", "x");
    fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/`), name]), secretOf("age-key"));
    git(root, "add", "--all");
    for (const args of [["guard"], ["guard", "--staged"]]) {
      const { exitCode, stderr } = await cartographer(root, args);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^[\p{L}\p{N}\p{P}\p{S} \n]+$/u);
      const [, command = ""] = /next: (git .*)/.exec(stderr) ?? [];
      expect(spawnSync("bash", ["-c", command], { cwd: root, encoding: "utf8" })).toMatchObject({ status: 0 });
      expect(git(root, "ls-files").trim().split("\n")).toEqual([
        ".githooks/pre-commit",
        ".gitignore",
        "another",
        "cdktf.json",
      ]);
      git(root, "add", "--all");
    }
  });

  describe("a team's exceptions", () => {
    const line = "env-file .envrc # says `use flake`, and nothing else\n";
    const project = (exceptions: string, contents = "use flake\n") =>
      repository({ ".envrc": contents, [EXCEPTIONS]: exceptions });
    const run = async (root: string, ...more: readonly string[]) => cartographer(root, ["guard", ...more]);

    it("let a file pass for one rule, with a reason, and for no other", async () => {
      for (const args of [[], ["--staged"]]) {
        expect(await run(project(`# ours\n\n${line}`), ...args)).toMatchObject({ exitCode: 0, stderr: "" });
        const { exitCode, stderr } = await run(project(line, secretOf("age-key")), ...args);
        expect([exitCode, stderr.match(/\((?!a file)\S+\)$/gm)]).toEqual([1, ["(age-key)"]]);
        expect((await run(project(""), ...args)).stderr).toContain(`no secret: ${EXCEPTIONS})`);
      }
    });

    it.each([
      ["no reason", "env-file .envrc\n", "line 1, does not say why: rule path # reason"],
      ["an empty reason", `\n${line.replace(/#.*/, "#  ")}`, "line 2, does not say why: rule path # reason"],
      [
        "another rule",
        line.replace("env-file", "state"),
        "line 1, excepts nothing any more: state finds nothing in .envrc",
      ],
      [
        "another file",
        line.replace(".envrc", ".env"),
        "line 1, excepts nothing any more: env-file finds nothing in .env",
      ],
    ])("are refused with %s", async (_, text, problem) => {
      for (const args of [[], ["--staged"]]) {
        const { exitCode, stderr } = await run(project(text), ...args);
        const next = `edit ${EXCEPTIONS}, then: git add ${EXCEPTIONS}, and the same command again`;
        expect([exitCode, stderr]).toEqual([1, `${EXCEPTIONS}, ${problem}.\n  next: ${next}\n`]);
      }
    });

    it("are those that are committed: what is not added does not count", async () => {
      const root = project("");
      write(path.join(root, EXCEPTIONS), line);
      expect(await run(root)).toMatchObject({ exitCode: 1 });
      git(root, "add", "--all");
      git(root, "commit", "--quiet", "-m", "x");
      write(path.join(root, "b"), "fine\n");
      git(root, "add", "b");
      expect(await run(root, "--staged")).toMatchObject({ exitCode: 0, stderr: "" });
      git(root, "rm", "--quiet", ".envrc");
      expect((await run(root, "--staged")).stderr).toContain("excepts nothing any more");
    });
  });

  it("says so outside of a repository", async () => {
    const archive = temporaryFolder();
    write(path.join(archive, "cdktf.json"), "{}");
    const { exitCode, stderr } = await cartographer(archive, ["guard"]);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(NO_REPOSITORY)]);
  });
});

describe("the hook", () => {
  const commit = (root: string, ...args: readonly string[]) => tryGit(root, "commit", "--quiet", "-m", "x", ...args);
  const count = (root: string) => tryGit(root, "rev-list", "--count", "HEAD").stdout.trim();

  it("stops a commit that carries a secret, and lets a clean one pass", () => {
    const root = repository({ "notes.md": "fine\n" });
    expect(commit(root)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    const secret = secretOf("terraform-token");
    fs.appendFileSync(path.join(root, "notes.md"), `${secret}\n`);
    write(path.join(root, ".env.staging"), "A=b\n");
    git(root, "add", "--all");
    const { exitCode, stderr } = commit(root);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^notes\.md:2 {4}a token of Terraform Cloud {2}\(terraform-token\)$/m);
    expect(stderr).not.toContain(secret);
    expect(count(root)).toBe("1");
    const [, command = ""] = /next: git (.*)/.exec(stderr) ?? [];
    git(root, ...command.split(" ")); // what it says to do
    expect(git(root, "diff", "--cached", "--name-only")).toBe("");
  });

  it("stops the first commit, one of all changes, and one from a folder below", () => {
    const root = repository({ "below/notes.md": secretOf("age-key") });
    const first = commit(root);
    expect([first.exitCode, first.stderr]).toEqual([1, expect.stringContaining("git rm --cached -- :/below/notes.md")]);
    write(path.join(root, "below/notes.md"), "fine\n");
    expect(commit(root, "--all").exitCode).toBe(0);
    write(path.join(root, "below/notes.md"), secretOf("age-key"));
    expect(commit(path.join(root, "below"), "notes.md").stderr).toContain("below/notes.md:1 ");
    expect(count(root)).toBe("1");
  });

  it("stops every commit where the packages are not installed, and says how to get them", () => {
    const root = repository({ a: "fine\n" });
    expect(commit(root).exitCode).toBe(0);
    const worktree = path.join(temporaryFolder(), "another");
    git(root, "worktree", "add", "--quiet", worktree);
    const { exitCode, stderr } = commit(worktree, "--allow-empty");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^Nothing was committed: the packages are not installed.*\n {2}next: npm ci, in .*another\n$/,
    );
  });

  it("stops every commit where secretlint is not installed, or does not work", () => {
    const checkout = new Checkout();
    const packages = checkout.path("node_modules");
    fs.rmSync(packages);
    fs.mkdirSync(packages);
    for (const name of fs.readdirSync(path.join(ROOT, "node_modules")).filter((one) => one !== "@secretlint")) {
      fs.symlinkSync(path.join(ROOT, "node_modules", name), path.join(packages, name));
    }
    checkout.run("git", ["config", "core.hooksPath", ".githooks"]);
    checkout.write("notes.md", "fine\n");
    checkout.run("git", ["add", "--all"]);
    const { exitCode, stderr } = commit(checkout.folder);
    expect([exitCode, count(checkout.folder)]).toEqual([1, "1"]);
    expect(stderr).toMatch(
      /^Nobody looked for tokens: secretlint does not work here \(ERR_MODULE_NOT_FOUND\)\.\n {2}next: npm ci\n$/m,
    );
    checkout.remove();
  });

  it("looks in a linked worktree at what that one commits", () => {
    const folder = "infra";
    const root = repository({ a: "fine\n" }, folder);
    commit(root);
    const worktree = path.join(temporaryFolder(), "w");
    git(root, "worktree", "add", "--quiet", worktree);
    const project = path.join(worktree, folder);
    for (const name of ["cli", "node_modules"]) fs.symlinkSync(path.join(ROOT, name), path.join(project, name));
    write(path.join(project, "a"), secretOf("age-key"));
    expect(commit(project, "--all").stderr).toContain("a:1 ");
    expect(commit(root, "--allow-empty")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  describe("of a project that is one of several in its repository", () => {
    const folder = "teams/a b/infra";
    const decrypted = "secrets/staging/secrets.json";

    it("runs, knows the folders of the project, and says what can be typed anywhere", () => {
      const root = repository({ "notes.md": "fine\n" }, folder);
      expect(commit(root)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
      const top = git(root, "rev-parse", "--show-toplevel").trim();
      write(path.join(root, decrypted), "{}");
      write(path.join(root, "notes.md"), secretOf("age-key"));
      git(root, "add", "--all");
      for (const stoodIn of [top, path.join(root, "secrets")]) {
        const { exitCode, stderr } = commit(stoodIn);
        expect(exitCode).toBe(1);
        expect(stderr).toContain(`${folder}/notes.md:1 `);
        expect(stderr).toMatch(/^teams\/a b\/infra\/secrets\/staging\/secrets\.json .*\(decrypted\)$/m);
        const [, command = ""] = /next: (git .*)/.exec(stderr) ?? [];
        expect(spawnSync("sh", ["-c", command], { cwd: stoodIn }).status).toBe(0);
        expect(git(root, "diff", "--cached", "--name-only")).toBe("");
        git(root, "add", "--all");
      }
      expect(commit(top, "--", `${folder}/notes.md`).stderr).toContain(`${folder}/notes.md:1 `);
    });

    it("leaves the other projects alone", async () => {
      const root = repository({ [decrypted]: "{}" }, folder);
      write(path.join(root, "../other/.env"), "A=b\n");
      git(root, "add", "--all");
      const { stderr } = await cartographer(path.join(root, "secrets"), ["guard"]);
      expect(stderr).toContain(`${folder}/${decrypted} `);
      expect(stderr).not.toContain("other");
      git(root, "rm", "--quiet", "--cached", "--", decrypted);
      expect(commit(root)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
      expect((await cartographer(root, ["guard"])).exitCode).toBe(0);
    });
  });
});
