import { spawnSync } from "node:child_process";
import { createDecipheriv } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { createAgeKey } from "../../../cli/secrets/age";
import { INSTALLATION, sopsProgram } from "../../../dev/tools";
import { ignoredOf } from "../../project-files";
import { temporaryFolder, write } from "../project";
import { SecretsProject } from "./project";

const ENCRYPTED = "secrets/staging/secrets.sops.json";
let project: SecretsProject;
/** Where sops is. */
let programs: string;
beforeAll(async () => {
  programs = await sopsProgram();
}, INSTALLATION);
beforeEach(async () => {
  project = await new SecretsProject(programs).fill();
});

/** Puts an ssh in place that answers as a host with a key of its own; returns what is known of that key. */
function hostWithKey() {
  const file = path.join(temporaryFolder(), "ssh_host_ed25519_key");
  spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
  project.fake("ssh", `echo "$@" > "${file}.arguments"; cat "${file}.pub"`);
  const [, fingerprint = ""] = spawnSync("ssh-keygen", ["-lf", file], { encoding: "utf8" }).stdout.split(" ");
  return { file, fingerprint };
}

/** The project after `secrets init` and `secrets add-host`. */
async function initialised() {
  const host = hostWithKey();
  const init = await project.run(["secrets", "init", "staging", "--as", "hanako"]);
  const added = await project.run(["secrets", "add-host", "staging", "--fingerprint", host.fingerprint]);
  return { host, init, added };
}

/** sops itself, as an operator with these age keys, or a host with that SSH key, runs it. */
function sops(args: readonly string[], env: NodeJS.ProcessEnv) {
  return spawnSync(path.join(programs, "sops"), args, {
    cwd: project.root,
    encoding: "utf8",
    env: { ...process.env, HOME: "/nonexistent", ...env },
  });
}

const check = () => project.run(["secrets", "check", "staging", "--backend", "sops"]);

describe("init and add-host", () => {
  it("make one file that the operator and the host can read, and nobody else", async () => {
    const { init, added } = await initialised();
    expect([init, added].map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual([
      { exitCode: 0, stderr: "" },
      { exitCode: 0, stderr: "" },
    ]);
    const expected = {
      environment: { DATABASE_URL: `postgresql://u:${project.canary}@db/x?a=b&c`, OPENROUTER_API_KEY: project.canary },
      "origin-key": project.read("secrets/staging/origin-key.pem"),
    };
    const byOperator = sops(["decrypt", ENCRYPTED], { SOPS_AGE_KEY_FILE: project.ageKeys });
    expect(JSON.parse(byOperator.stdout)).toEqual(expected);
    const stranger = path.join(temporaryFolder(), "keys.txt");
    write(stranger, createAgeKey().identity);
    expect(sops(["decrypt", ENCRYPTED], { SOPS_AGE_KEY_FILE: stranger }).status).not.toBe(0);
    expect((await check()).stdout).toMatch(/^✓ The secrets of staging \(sops\) are in order: DATABASE_URL, OPENROUTER/);
  });

  it("ask for the fingerprint, and stop at another", async () => {
    hostWithKey();
    await project.run(["secrets", "init", "staging", "--as", "hanako"]);
    const before = [project.read(".sops.yaml"), project.read(ENCRYPTED)];
    const wrong = await project.run(["secrets", "add-host", "staging", "--fingerprint", "SHA256:other"]);
    expect(wrong).toMatchObject({ exitCode: 1 });
    expect(wrong.stdout).toMatch(/cartographer-staging shows the key SHA256:\S{43}\n.*aws ec2 get-console-output/);
    expect(wrong.stderr).toMatch(/The host's key is not SHA256:other; nothing was changed/);
    expect([project.read(".sops.yaml"), project.read(ENCRYPTED)]).toEqual(before);
  });

  it("reach the host as Colmena does", async () => {
    const { host } = await initialised();
    const asked = spawnSync("cat", [`${host.file}.arguments`], { encoding: "utf8" }).stdout.trim();
    expect(asked).toBe("-F hosts/ssh_config cartographer-staging cat /etc/ssh/ssh_host_ed25519_key.pub");
  });

  it("let a host that was built anew take the place of the one before", async () => {
    await initialised();
    const before = project.read(".sops.yaml");
    const { fingerprint } = hostWithKey();
    await project.run(["secrets", "add-host", "staging", "--fingerprint", fingerprint]);
    expect(project.read(".sops.yaml")).not.toBe(before);
    expect(project.read(".sops.yaml").match(/&host_staging/g)).toHaveLength(1);
    expect((await check()).exitCode).toBe(0);
  });

  it("write a rule that sops itself follows", async () => {
    await initialised();
    const edited = sops(["set", ENCRYPTED, '["environment"]["NEW"]', '"value"'], {
      SOPS_AGE_KEY_FILE: project.ageKeys,
    });
    expect(edited.status).toBe(0);
    expect(sops(["updatekeys", "--yes", ENCRYPTED], { SOPS_AGE_KEY_FILE: project.ageKeys }).stderr).toMatch(
      /already up to date/,
    );
    expect((await check()).stdout).toMatch(/NEW/);
  });

  it("ask for one commit of all that they changed", async () => {
    const { init } = await initialised();
    expect(init.stdout.match(/git .*/g)).toEqual([
      `git add -N ${ENCRYPTED} .sops.yaml`,
      `git commit -m "secrets: those of staging" -- ${ENCRYPTED} .sops.yaml`,
    ]);
  });

  it("make a person's key once, for that person alone", async () => {
    const first = await project.run(["secrets", "init", "staging", "--as", "hanako"]);
    expect(first.stdout).toMatch(/keys\.txt made: your age key/);
    const mode = spawnSync("stat", ["-c", "%a", project.ageKeys], { encoding: "utf8" }).stdout.trim();
    expect(mode).toBe("600");
    const again = await project.run(["secrets", "init", "staging", "--as", "hanako"]);
    expect(again).toMatchObject({ exitCode: 0, stderr: "" });
    expect(again.stdout).not.toMatch(/made/);
  });

  it("know a person by any key of theirs, wherever sops finds it", async () => {
    await initialised();
    const [before, keys] = [project.read(".sops.yaml"), readFileSync(project.ageKeys, "utf8")];
    write(project.ageKeys, `${createAgeKey().identity}\n${keys}`);
    const several = await project.run(["secrets", "init", "staging", "--as", "hanako"]);
    expect(several).toMatchObject({ exitCode: 0, stderr: "" });
    const elsewhere = path.join(temporaryFolder(), "keys.txt");
    const variables = { SOPS_AGE_KEY: keys.split("\n")[1], SOPS_AGE_KEY_FILE: elsewhere };
    const given = await project.run(["secrets", "init", "staging", "--as", "hanako"], variables);
    expect(given.stdout).toMatch(/encrypted anew/);
    expect(existsSync(elsewhere)).toBe(false);
    expect(project.read(".sops.yaml")).toBe(before);
  });

  it("list nobody for a file that is broken rather than closed to them", async () => {
    await initialised();
    const before = project.read(".sops.yaml");
    project.write(ENCRYPTED, '{"environment": {}}');
    const theirs = { SOPS_AGE_KEY_FILE: path.join(temporaryFolder(), "keys.txt") };
    expect(await project.run(["secrets", "init", "staging", "--as", "taro"], theirs)).toMatchObject({ exitCode: 1 });
    expect(project.read(".sops.yaml")).toBe(before);
  });

  it("encrypt nothing that is not in order", async () => {
    project.writeVariables({ DATABASE_URL: project.canary });
    const { exitCode, stderr } = await project.run(["secrets", "init", "staging", "--as", "hanako"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/OPENROUTER_API_KEY is missing/);
    expect([project.exists(".sops.yaml"), project.exists(ENCRYPTED), existsSync(project.ageKeys)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe("a colleague", () => {
  it("is listed, cannot read, and reads after somebody else encrypted anew", async () => {
    await initialised();
    const theirs = { SOPS_AGE_KEY_FILE: path.join(temporaryFolder(), "keys.txt") };
    const joined = await project.run(["secrets", "init", "staging", "--as", "taro"], theirs);
    expect(joined.stdout).toMatch(/cannot read staging yet: .*\n {2}\.\/cartographer secrets re-encrypt staging/);
    expect(sops(["decrypt", ENCRYPTED], theirs).status).not.toBe(0);
    expect((await check()).stderr).toMatch(/missing recipient: taro cannot read secrets\/staging\/secrets\.sops\.json/);

    expect(await project.run(["secrets", "re-encrypt", "staging"])).toMatchObject({ exitCode: 0, stderr: "" });
    expect(sops(["decrypt", ENCRYPTED], theirs).status).toBe(0);
    expect((await check()).exitCode).toBe(0);
  });

  it("who leaves can read nothing that is written afterwards", async () => {
    await initialised();
    const theirs = { SOPS_AGE_KEY_FILE: path.join(temporaryFolder(), "keys.txt") };
    await project.run(["secrets", "init", "staging", "--as", "taro"], theirs);
    await project.run(["secrets", "re-encrypt", "staging"]);
    const without = project
      .read(".sops.yaml")
      .split("\n")
      .filter((line) => !line.includes("operator_taro"));
    project.write(".sops.yaml", without.join("\n"));
    expect((await check()).stderr).toMatch(
      /stale recipient: age1\S+ can still read secrets\/staging\/secrets\.sops\.json/,
    );
    await project.run(["secrets", "re-encrypt", "staging"]);
    expect(sops(["decrypt", ENCRYPTED], theirs).status).not.toBe(0);
    expect((await check()).exitCode).toBe(0);
  });
});

describe("check exits 1 with the reason", () => {
  it.each<[string, () => void, RegExp]>([
    [
      "a missing recipient in the rule",
      () => project.write(".sops.yaml", project.read(".sops.yaml").replace("          - *host_staging\n", "")),
      /missing recipient: the rule of staging in \.sops\.yaml lacks staging/,
    ],
    [
      "a host that was never added",
      () => project.write(".sops.yaml", project.read(".sops.yaml").replaceAll(/.*host_staging.*\n/g, "")),
      /missing recipient: the host of staging is not in \.sops\.yaml: \.\/cartographer secrets add-host staging/,
    ],
    [
      "a file in plain text",
      () =>
        project.write(
          ENCRYPTED,
          JSON.stringify({ environment: { DATABASE_URL: "x", OPENROUTER_API_KEY: "y" }, "origin-key": "z" }),
        ),
      /plain text: secrets\/staging\/secrets\.sops\.json is not encrypted \(environment\.DATABASE_URL, /,
    ],
    [
      "one value in plain text",
      () => {
        const { environment, ...rest } = JSON.parse(project.read(ENCRYPTED));
        project.write(ENCRYPTED, JSON.stringify({ environment: { ...environment, DATABASE_URL: "plain" }, ...rest }));
      },
      /is not encrypted \(environment\.DATABASE_URL\); if it was ever committed, change these secrets/,
    ],
    [
      "no code of sops's over it",
      () => project.write(ENCRYPTED, project.read(ENCRYPTED).replace(/"mac": "[^"]*"/, '"mac": ""')),
      /plain text: \S+ is not encrypted \(no mac\); if it was ever committed, change these secrets/,
    ],
    [
      "a stale recipient",
      () => {
        const {
          sops: { age, ...more },
          ...secrets
        } = JSON.parse(project.read(ENCRYPTED));
        const stranger = { ...age[0], recipient: createAgeKey().recipient };
        project.write(ENCRYPTED, JSON.stringify({ ...secrets, sops: { ...more, age: [...age, stranger] } }));
      },
      /stale recipient: age1\S+ can still read/,
    ],
    [
      "a missing variable, seen without a key",
      () => {
        const {
          environment: { DATABASE_URL: _, ...environment },
          ...rest
        } = JSON.parse(project.read(ENCRYPTED));
        project.write(ENCRYPTED, JSON.stringify({ environment, ...rest }));
      },
      /missing: secrets\/staging\/secrets\.sops\.json has no environment\.DATABASE_URL/,
    ],
    [
      "a changed rule",
      () => project.write(".sops.yaml", project.read(".sops.yaml").replace("^secrets", "secrets")),
      /not anchored to one environment's file/,
    ],
    [
      "a setting that leaves values in plain text",
      () => addToRule('    encrypted_regex: "^nothing$"'),
      /\.sops\.yaml has encrypted_regex: it is not as cartographer writes it/,
    ],
    [
      "two keys of one name",
      () => project.write(".sops.yaml", project.read(".sops.yaml").replace(/ {2}- &operator_hanako.*\n/, "$&$&")),
      /\.sops\.yaml has two keys of operator hanako/,
    ],
    ["no YAML", () => project.write(".sops.yaml", "keys: ["), /\.sops\.yaml is no YAML/],
    [
      "a single quote, which the host's file cannot carry",
      () => {
        sops(["set", ENCRYPTED, '["environment"]["QUOTED"]', '"it\'s"'], { SOPS_AGE_KEY_FILE: project.ageKeys });
      },
      /QUOTED has a single quote in its value/,
    ],
    [
      "a certificate that the key does not belong to",
      () => project.writeContract({ origin_certificate: otherCertificate() }),
      /the origin key \(origin\) does not belong to the certificate/,
    ],
  ])("%s", async (_what, spoil, reason) => {
    await initialised();
    spoil();
    const { exitCode, stderr } = await check();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(reason);
    expect(stderr).not.toContain(project.canary);
  });
});

/** Puts a line into the first rule of .sops.yaml, as somebody does by hand. */
function addToRule(line: string): void {
  project.write(".sops.yaml", project.read(".sops.yaml").replace(/ {4}key_groups:/, `${line}\n$&`));
}

describe("nothing is encrypted anew", () => {
  it.each<[string, () => void, RegExp]>([
    [
      "with a setting that leaves values in plain text",
      () => addToRule('    encrypted_regex: "^nothing$"'),
      /has encrypted_regex/,
    ],
    [
      "with a name that sops leaves in plain text",
      () => {
        const set = ["set", ENCRYPTED, '["environment"]["NAME_unencrypted"]', JSON.stringify(project.canary)];
        sops(set, { SOPS_AGE_KEY_FILE: project.ageKeys });
      },
      /sops would leave environment\.NAME_unencrypted in plain text/,
    ],
    [
      "for the host alone",
      () => project.write(".sops.yaml", project.read(".sops.yaml").replaceAll(/.*operator_hanako.*\n/g, "")),
      /You could not read secrets\/staging\/secrets\.sops\.json any more/,
    ],
    ["for nobody", () => spawnSync("rm", [project.path(".sops.yaml")]), /\.sops\.yaml lists nobody/],
  ])("%s, by either command", async (_what, spoil, reason) => {
    await initialised();
    spoil();
    const before = project.read(ENCRYPTED);
    for (const args of [
      ["secrets", "re-encrypt", "staging"],
      ["origin-key", "staging", "--rotate"],
    ]) {
      const { exitCode, stderr } = await project.run(args);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(reason);
      expect(stderr).not.toContain(project.canary);
      expect(project.read(ENCRYPTED)).toBe(before);
    }
    expect(project.exists("secrets/staging/origin-next.csr")).toBe(false);
  });
});

function otherCertificate(): string {
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null", "-subj", "/CN=other"];
  return spawnSync("openssl", args, { encoding: "utf8" }).stdout;
}

it("writes a file that another implementation of age, and of sops's format, decrypts", async () => {
  await initialised();
  const { environment, sops: metadata } = JSON.parse(project.read(ENCRYPTED));
  const script = `import * as age from "age-encryption"; import { readFileSync } from "node:fs";
    const identity = readFileSync(process.argv[1], "utf8").split("\\n").find((line) => line.startsWith("AGE-"));
    const d = new age.Decrypter(); d.addIdentity(identity);
    process.stdout.write(Buffer.from(await d.decrypt(age.armor.decode(process.argv[2]))).toString("hex"));`;
  const { stdout } = spawnSync(
    "node",
    ["--input-type=module", "-e", script, "--", project.ageKeys, metadata.age[0].enc],
    {
      cwd: path.join(__dirname, "../../.."),
      encoding: "utf8",
    },
  );
  const key = Buffer.from(stdout, "hex");
  expect(key).toHaveLength(32);
  expect(decryptValue(environment.OPENROUTER_API_KEY, key, "environment:OPENROUTER_API_KEY:")).toBe(project.canary);
});

/** One value, as https://github.com/getsops/sops#encryption-protocol has it. */
function decryptValue(text: string, key: Buffer, where: string): string {
  const [, data = "", iv = "", tag = ""] = /^ENC\[AES256_GCM,data:(.+),iv:(.+),tag:(.+),type:str\]$/.exec(text) ?? [];
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64"), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(where)).setAuthTag(Buffer.from(tag, "base64"));
  return decipher.update(Buffer.from(data, "base64"), undefined, "utf8") + decipher.final("utf8");
}

it("shows no value in an argument, in what it prints, or beside the encrypted file", async () => {
  project.fake("sops", `echo "$@" >> "${project.programs}/arguments"; exec ${programs}/sops "$@"`);
  const { init, added } = await initialised();
  const checked = await check();
  const seen = [
    spawnSync("cat", [`${project.programs}/arguments`], { encoding: "utf8" }).stdout,
    ...[init, added, checked].flatMap(({ stdout, stderr }) => [stdout, stderr]),
    project.read(ENCRYPTED),
    project.read(".sops.yaml"),
  ];
  expect(seen[0]).toMatch(/encrypt --age/);
  for (const text of seen) expect(text).not.toContain(project.canary);
});

it("opens the editor, and says what is wrong with what came of it", async () => {
  await initialised();
  const editor = path.join(project.programs, "editor");
  write(editor, `#!/bin/sh\nsed -i 's/OPENROUTER_API_KEY/RENAMED/' "$1"\n`, 0o755);
  const { exitCode, stderr } = await project.run(["secrets", "edit", "staging"], {
    EDITOR: editor,
    SOPS_EDITOR: editor,
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/OPENROUTER_API_KEY is missing/);
});

it("goes back to files, and never over existing ones", async () => {
  await initialised();
  const [variables, key] = [project.read(".env.staging"), project.read("secrets/staging/origin-key.pem")];
  const refused = await project.run(["secrets", "export", "staging", "--backend", "sops"]);
  expect(refused).toMatchObject({ exitCode: 1 });
  expect(refused.stderr).toMatch(
    /\.env\.staging, secrets\/staging\/origin-key\.pem: there already, and never overwritten/,
  );
  const [, moves = ""] = /next: (mv .*)/.exec(refused.stderr) ?? [];
  spawnSync("sh", ["-ec", moves], { cwd: project.root });
  const before = [".env.staging.before", "secrets/staging/origin-key.pem.before"];
  expect(ignoredOf(...before)).toEqual(before);
  expect(await project.run(["secrets", "export", "staging", "--backend", "sops"])).toMatchObject({ exitCode: 0 });
  expect(project.read("secrets/staging/origin-key.pem")).toBe(key);
  expect(project.read(".env.staging")).toContain(project.canary);
  expect(variables).toContain(project.canary);
  const checked = await project.run(["secrets", "check", "staging", "--backend", "deployment-keys"]);
  expect(checked).toMatchObject({ exitCode: 0, stderr: "" });
});

it("writes every file or none", async () => {
  await initialised();
  spawnSync("rm", [project.path(".env.staging"), project.path("secrets/staging/origin-key.pem")]);
  // What existsSync does not see: a link that leads nowhere.
  spawnSync("ln", ["-s", "/nonexistent/key", project.path("secrets/staging/origin-key.pem")]);
  const { exitCode, stderr } = await project.run(["secrets", "export", "staging", "--backend", "sops"]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/origin-key\.pem cannot be written: something stands there already/);
  expect(project.exists(".env.staging")).toBe(false);
});

it.each([
  ["a name", "BAD NAME", "x", /"BAD NAME" is no name of letters, digits and _; systemd would drop the variable/],
  ["a value", "BELL", "a\u0007b", /the value of BELL has a control character or is no UTF-8/],
])("refuses %s that systemd would drop, in check and in export", async (_what, name, value, reason) => {
  await initialised();
  sops(["set", ENCRYPTED, `["environment"]["${name}"]`, JSON.stringify(value)], { SOPS_AGE_KEY_FILE: project.ageKeys });
  expect(await check()).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(reason) });
  spawnSync("rm", [project.path(".env.staging"), project.path("secrets/staging/origin-key.pem")]);
  const exported = await project.run(["secrets", "export", "staging", "--backend", "sops"]);
  expect(exported).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(reason) });
  expect(project.exists(".env.staging")).toBe(false);
});

it("names what is missing on this machine", async () => {
  const { stderr } = await project.run(["secrets", "init", "staging"], { PATH: "/nonexistent" });
  expect(stderr).toMatch(/sops is not on the PATH; it encrypts.*\n {2}next: nix develop, or brew install sops/);
});

it("says what to do without a file, and in sops's own last words without a key", async () => {
  expect((await check()).stderr).toMatch(
    /secrets\/staging\/secrets\.sops\.json does not exist\.\n {2}next: \.\/cartographer secrets init staging/,
  );
  await initialised();
  const stranger = path.join(temporaryFolder(), "keys.txt");
  write(stranger, createAgeKey().identity);
  const { stderr } = await project.run(["secrets", "check", "staging", "--backend", "sops"], {
    SOPS_AGE_KEY_FILE: stranger,
  });
  expect(stderr).toMatch(/cannot be decrypted: \S.{20,}\n {2}next: have somebody who can read it add you/);
});
