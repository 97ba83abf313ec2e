import { spawnSync } from "node:child_process";
import path from "node:path";
import { createAgeKey, isAgeRecipient, readHostKey, recipientsIn } from "../../../cli/secrets/age";
import { temporaryFolder } from "../project";

/** Runs a module that imports age-encryption, another implementation of age. */
function age(script: string, ...args: string[]): string {
  const module = `import * as age from "age-encryption"; const [a, b] = process.argv.slice(1); ${script}`;
  const { status, stdout, stderr } = spawnSync("node", ["--input-type=module", "-e", module, "--", ...args], {
    cwd: path.join(__dirname, "../../.."),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** A host key of OpenSSH's own making. */
function hostKey() {
  const file = path.join(temporaryFolder(), "ssh_host_ed25519_key");
  spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "root@host", "-f", file]);
  const printed = (...args: string[]) => spawnSync("ssh-keygen", args, { encoding: "utf8" }).stdout;
  return {
    file,
    line: spawnSync("cat", [`${file}.pub`], { encoding: "utf8" }).stdout,
    fingerprint: printed("-lf", file),
  };
}

it("makes keys that another implementation of age takes", () => {
  const { identity, recipient } = createAgeKey();
  expect(identity).toMatch(/^AGE-SECRET-KEY-1[A-Z0-9]{58}$/);
  expect(age("process.stdout.write(await age.identityToRecipient(a))", identity)).toBe(recipient);
});

it("has the fingerprint that ssh-keygen prints", () => {
  const { line, fingerprint } = hostKey();
  expect(fingerprint.split(" ")).toContain(readHostKey(line).fingerprint);
});

it("derives the recipient that the host's private key opens", () => {
  const { file, line } = hostKey();
  const identity = age(
    `import { createHash, createPrivateKey } from "node:crypto"; import { readFileSync } from "node:fs";
     import { bech32 } from "@scure/base";
     // The seed of an unencrypted OpenSSH key: the last 64 bytes of its private part begin with it.
     const raw = Buffer.from(readFileSync(a, "utf8").split("\\n").slice(1, -2).join(""), "base64");
     const at = raw.lastIndexOf(Buffer.from([0, 0, 0, 64])) + 4;
     // RFC 8032, 5.1.5: the scalar is the first half of the seed's hash.
     const scalar = createHash("sha512").update(raw.subarray(at, at + 32)).digest().subarray(0, 32);
     process.stdout.write(bech32.encodeFromBytes("age-secret-key-", scalar).toUpperCase());`,
    file,
  );
  const secret = age(
    `const e = new age.Encrypter(); e.addRecipient(a); const box = await e.encrypt("for the host");
     const d = new age.Decrypter(); d.addIdentity(b); process.stdout.write(await d.decrypt(box, "text"));`,
    readHostKey(line).recipient,
    identity,
  );
  expect(secret).toBe("for the host");
});

it.each([
  ["another kind", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7"],
  ["a kind that does not agree with its content", "ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQABAAABAQC7"],
  ["half a key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGrk"],
  ["nothing", ""],
])("refuses %s as a host key", (_what, line) => {
  expect(() => readHostKey(line)).toThrow("is no ssh-ed25519 public key");
});

it("reads key files as age-keygen writes them, and refuses others without repeating them", () => {
  const [one, two] = [createAgeKey(), createAgeKey()];
  const file =
    `# created: today\n# public key: ${one.recipient}\n${one.identity}\n` +
    `AGE-PLUGIN-YUBIKEY-1QQQ\n\n${two.identity}\n`;
  expect(recipientsIn(file, "keys.txt")).toEqual([one.recipient, two.recipient]);
  const broken = `${one.identity.slice(0, -1)}`;
  expect(() => recipientsIn(`\n${broken}\n`, "keys.txt")).toThrow("keys.txt, line 2: no age private key");
  expect(() => recipientsIn(broken, "keys.txt")).not.toThrow(broken);
});

it("knows a recipient from what is none", () => {
  const { recipient, identity } = createAgeKey();
  expect([recipient, recipient.slice(0, -1), identity, "age1"].map(isAgeRecipient)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
