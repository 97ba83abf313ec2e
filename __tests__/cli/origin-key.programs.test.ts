import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { ignoredOf } from "../project-files";
import { cartographer, makeProject, type Result, temporaryFolder, write } from "./project";

const openssl = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  return { status, text: stdout + stderr, stdout };
};
const modeOf = (file: string) => fs.statSync(file).mode & 0o777;
const read = (file: string) => fs.readFileSync(file, "utf8");

describe("a new pair", () => {
  const root = makeProject(temporaryFolder());
  const key = path.join(root, "secrets/staging/origin-key.pem");
  const csr = path.join(root, "secrets/staging/origin.csr");
  let made: Result;
  beforeAll(async () => {
    made = await cartographer(root, ["origin-key", "staging"]);
  });

  test("is accepted by openssl, for the zone and its labels", () => {
    expect(made).toMatchObject({ exitCode: 0, stderr: "" });
    const { text } = openssl("req", "-in", csr, "-noout", "-verify", "-text");
    expect(text).toMatch(/verify OK/);
    expect(text).toMatch(/Subject: CN ?= ?baisoku-kaigi\.com\n/);
    expect(text).toMatch(/DNS:baisoku-kaigi\.com, DNS:\*\.baisoku-kaigi\.com\n/);
    expect(text).toMatch(/Public-Key: \(2048 bit\)/);
  });

  test("belongs together", () => {
    const ofKey = openssl("pkey", "-in", key, "-pubout").stdout;
    expect(openssl("req", "-in", csr, "-noout", "-pubkey").stdout).toBe(ofKey);
    expect(read(key)).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  test("is readable by its owner alone", () => {
    expect(modeOf(key)).toBe(0o600);
    expect(modeOf(path.dirname(key))).toBe(0o700);
  });

  test("is announced with the next commands and without the key", () => {
    expect(made.stdout).toMatch(/git add (-N )?secrets\/staging\/origin\.csr\n/);
    expect(made.stdout).toMatch(/git commit .*secrets\/staging\/origin\.csr\n/);
    expect(made.stdout).toMatch(/SHA-256 of the public key: [0-9a-f]{64}\n/);
    expect(made.stdout).not.toMatch(/PRIVATE KEY/);
    const secret = read(key).split("\n").slice(1, -2);
    expect(secret.some((line) => made.stdout.includes(line))).toBe(false);
  });

  test("is never overwritten", async () => {
    const before = [read(key), read(csr)];
    const again = await cartographer(root, ["origin-key", "staging"]);
    expect(again).toMatchObject({ exitCode: 1, stdout: "" });
    expect(again.stderr).toMatch(
      /already \(secrets\/staging\/origin-key\.pem, secrets\/staging\/origin\.csr\); nothing was/,
    );
    expect([read(key), read(csr)]).toEqual(before);
  });
});

describe("half a pair", () => {
  test.each([
    ["origin-key.pem", "origin.csr"],
    ["origin.csr", "origin-key.pem"],
  ])("%s alone is left as it is, and nothing is put beside it", async (present, missing) => {
    const root = makeProject(temporaryFolder());
    const folder = path.join(root, "secrets/prod");
    write(path.join(folder, present), "precious");
    const { exitCode, stderr } = await cartographer(root, ["origin-key", "prod"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`secrets/prod/${present} exists, secrets/prod/${missing}`);
    expect(fs.readdirSync(folder)).toEqual([present]);
    expect(read(path.join(folder, present))).toBe("precious");
  });

  test("is never made: a request that cannot be written takes its key with it", async () => {
    const root = makeProject(temporaryFolder());
    const folder = path.join(root, "secrets/staging");
    fs.mkdirSync(folder, { recursive: true });
    // A link to nowhere does not exist for a look, and yet nothing can be created in its place.
    fs.symlinkSync("nowhere", path.join(folder, "origin.csr"));
    const { exitCode, stderr } = await cartographer(root, ["origin-key", "staging"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/origin\.csr cannot be written/);
    expect(fs.readdirSync(folder)).toEqual(["origin.csr"]);
  });
});

test("the private key is git-ignored, the request is not", () => {
  const [key, request] = ["secrets/staging/origin-key.pem", "secrets/staging/origin.csr"];
  expect(ignoredOf(key, request)).toEqual([key]);
});
