import fs from "node:fs";
import path from "node:path";
import { temporaryFolder, tool } from "./hive";
import { makeCertificate } from "./nginx";
import { CERTIFICATE, checkout, EXAMPLE, GOOD, KEY, pair, print } from "./print-key";

const refusal = (problem: string, next: string) => ({ status: 1, stdout: "", stderr: `${problem}\n  next: ${next}\n` });
const CHECK = "edit .env.staging, then: ./cartographer secrets check staging";

describe.each(["sh", "bash"])("with %s", (shell) => {
  test("prints the very bytes of either file, and nothing else", () => {
    const bytes = Buffer.concat([Buffer.from(`${GOOD}# ünï\r\n\n\n X = "a\n b" `), Buffer.from("no end")]);
    const root = checkout(bytes);
    expect(print(root, { shell })).toEqual({ status: 0, stdout: bytes.toString("latin1"), stderr: "" });
    const printed = "secrets/staging/origin-key.pem";
    expect(print(root, { shell, printed })).toEqual({ status: 0, stdout: KEY, stderr: "" });
  });

  test("each key refuses for the other's sake, so that neither is replaced", () => {
    const root = checkout("DATABASE_URL=x\n");
    const missing = refusal(".env.staging: OPENROUTER_API_KEY is missing.", CHECK);
    expect(print(root, { shell })).toEqual(missing);
    expect(print(root, { shell, printed: "secrets/staging/origin-key.pem" })).toEqual(missing);
    const other = checkout();
    fs.rmSync(path.join(other, "secrets/staging/origin-key.pem"));
    expect(print(other, { shell })).toMatchObject({ status: 1, stdout: "" });
  });
});

describe("the files", () => {
  test("are looked for in the root of the checkout, and nowhere else", () => {
    const root = checkout();
    const elsewhere = path.join(root, "hosts");
    expect(print(elsewhere)).toEqual(
      refusal(
        `The secrets of staging are looked for in the folder where colmena was started, and ${elsewhere} is not ` +
          `the root of the checkout.`,
        "cd to the folder that has flake.nix, then the same command again",
      ),
    );
  });

  test("must be there: the variables", () => {
    const root = checkout();
    fs.rmSync(path.join(root, ".env.staging"));
    expect(print(root)).toEqual(
      refusal(
        ".env.staging, the application's variables, is not here.",
        "cp .env.example .env.staging && chmod 600 .env.staging, then fill it in",
      ),
    );
  });

  test.each(["origin", "origin-next"])("must be there: the key of the slot in use, %s", (slot) => {
    const root = checkout();
    fs.rmSync(path.join(root, "secrets/staging/origin-key.pem"));
    const missing =
      `secrets/staging/${slot}-key.pem, the private key of the certificate in ` +
      `hosts/infra-cartographer-staging.json, is not here.`;
    const command = "./cartographer origin-key staging";
    const nobody = `${command} (nobody has: there is no secrets/staging/${slot}.csr)`;
    expect(print(root, { slot })).toEqual(refusal(missing, nobody));
    fs.writeFileSync(path.join(root, `secrets/staging/${slot}.csr`), "");
    expect(print(root, { slot })).toEqual(refusal(missing, `get it from whoever ran: ${command}`));
  });

  test("may be those of the other slot, when the contract says so", () => {
    const root = checkout();
    fs.renameSync(
      path.join(root, "secrets/staging/origin-key.pem"),
      path.join(root, "secrets/staging/origin-next-key.pem"),
    );
    const printed = "secrets/staging/origin-next-key.pem";
    expect(print(root, { slot: "origin-next", printed })).toEqual({ status: 0, stdout: KEY, stderr: "" });
  });

  test.each([
    [".env.staging", 0o640],
    [".env.staging", 0o604],
    ["secrets/staging/origin-key.pem", 0o644],
  ])("must be closed to others: %s with mode %o", (file, mode) => {
    const root = checkout();
    fs.chmodSync(path.join(root, file), mode);
    expect(print(root)).toEqual(refusal(`${file} is open to other users of this machine.`, `chmod 600 ${file}`));
  });

  test("may be links to closed files, not to open ones", () => {
    const root = checkout();
    const file = path.join(root, ".env.staging");
    fs.renameSync(file, `${file}.real`);
    fs.symlinkSync(`${file}.real`, file);
    expect(print(root)).toMatchObject({ status: 0, stdout: GOOD });
    fs.chmodSync(`${file}.real`, 0o644);
    expect(print(root)).toMatchObject({ status: 1, stdout: "" });
  });

  test.each([
    ["a NUL", Buffer.from(`${GOOD}A=\0\n`)],
    ["Latin-1", Buffer.from(`${GOOD}A=\xfc\n`, "latin1")],
    ["UTF-16", Buffer.from(GOOD, "utf16le")],
  ])("must be UTF-8 text, or systemd reads nothing: %s", (_, bytes) => {
    const next = "save it as UTF-8, then: ./cartographer secrets check staging";
    expect(print(checkout(bytes))).toEqual(refusal(".env.staging is not UTF-8 text.", next));
  });
});

describe("the variables", () => {
  const example = /^DATABASE_URL=(.*)$/m.exec(EXAMPLE)?.[1] ?? "";

  test.each([
    ["missing", "OPENROUTER_API_KEY=x\n", "DATABASE_URL is missing"],
    ["in a comment", `${GOOD.replace("DATABASE", "#DATABASE")}`, "DATABASE_URL is missing"],
    ["empty", `${GOOD}DATABASE_URL=\n`, "DATABASE_URL is empty"],
    ["blank", `${GOOD}DATABASE_URL='  '\n`, "DATABASE_URL is empty"],
    ["the example's", `${GOOD}DATABASE_URL=${example}\n`, "DATABASE_URL still has the value of .env.example"],
    ["the example's, quoted", `${GOOD}DATABASE_URL='${example}'\n`, "DATABASE_URL still has the value of .env.example"],
    ["exported", `export ${GOOD}`, "DATABASE_URL has an `export` before it, which systemd does not read"],
    [
      "inside another's quotes",
      'A="\nDATABASE_URL=x\nOPENROUTER_API_KEY=y"\nOPENROUTER_API_KEY=y\n',
      "DATABASE_URL is missing",
    ],
    ["behind a quote that never closes", `A="x\n${GOOD}`, "the quote in the value of A is never closed"],
    [
      "of control characters",
      `${GOOD}A="\x1b[0m"\n`,
      "A has a control character, and systemd leaves such a variable out",
    ],
  ])("that are required and %s stop it", (_, text, problem) => {
    expect(print(checkout(text))).toEqual(refusal(`.env.staging: ${problem}.`, CHECK));
  });

  test("are all named in one sentence", () => {
    const { stderr } = print(checkout(""));
    expect(stderr).toMatch(
      /^\.env\.staging: (DATABASE_URL is missing, OPENROUTER_API_KEY|OPENROUTER_API_KEY is missing, DATABASE_URL) is missing\.\n {2}next: .*\n$/,
    );
  });

  test("that are public get a word, and the deploy goes on", () => {
    expect(print(checkout(`${GOOD}NEXT_PUBLIC_SITE_URL=https://canary\n`))).toEqual({
      status: 0,
      stdout: `${GOOD}NEXT_PUBLIC_SITE_URL=https://canary\n`,
      stderr:
        "warning: NEXT_PUBLIC_SITE_URL in .env.staging does nothing: what is public is built into the frontend, by " +
        "nextPublic in flake.nix\n",
    });
  });

  test("are never compared with an example that says nothing", () => {
    const root = checkout();
    fs.writeFileSync(path.join(root, ".env.example"), "");
    expect(print(root)).toMatchObject({ status: 1, stdout: "", stderr: expect.stringMatching(/sets no variable/) });
  });
});

describe("the key", () => {
  test("must belong to the certificate", () => {
    const root = checkout();
    fs.copyFileSync(makeCertificate("other").key, path.join(root, "secrets/staging/origin-key.pem"));
    expect(print(root)).toEqual(
      refusal(
        "secrets/staging/origin-key.pem does not belong to the certificate in hosts/infra-cartographer-staging.json.",
        "./cartographer sync staging --check, and get the key from whoever made the certificate's request",
      ),
    );
  });

  test.each([
    ["no key", () => "canary"],
    ["a certificate", () => CERTIFICATE],
    [
      "a key with a passphrase",
      () => tool("openssl", ["pkey", "-in", pair.key, "-aes256", "-passout", "pass:canary"]).stdout,
    ],
  ])("must be one: %s", (_, text) => {
    const root = checkout();
    fs.writeFileSync(path.join(root, "secrets/staging/origin-key.pem"), text());
    expect(print(root)).toEqual(
      refusal(
        "secrets/staging/origin-key.pem is no private key that nginx could read: PEM, without a passphrase.",
        "get it from whoever ran: ./cartographer origin-key staging",
      ),
    );
  });

  test("is not compared with a certificate that is none", () => {
    expect(print(checkout(), { certificate: "x" })).toEqual(
      refusal(
        "The certificate in hosts/infra-cartographer-staging.json cannot be read.",
        "./cartographer sync staging",
      ),
    );
  });

  test("needs openssl", () => {
    const programs = temporaryFolder();
    for (const name of ["ls", "tr", "cmp", "iconv", "awk", "sed", "cat", "id"]) {
      fs.symlinkSync(tool("bash", ["-c", `command -v ${name}`]).stdout.trim(), path.join(programs, name));
    }
    const sh = tool("bash", ["-c", "command -v sh"]).stdout.trim();
    expect(print(checkout(), { shell: sh, env: { PATH: programs } })).toEqual(
      refusal(
        "openssl is not on the PATH; it compares secrets/staging/origin-key.pem with its certificate.",
        "nix develop, then the same command again",
      ),
    );
  });
});

test("no refusal says a value", () => {
  for (const text of [
    `${GOOD}A="`,
    `${GOOD}DATABASE_URL=`,
    "DATABASE_URL=canary\n",
    `export ${GOOD}`,
    `${GOOD}A="\x1b"`,
  ]) {
    const { status, stdout, stderr } = print(checkout(text));
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).not.toContain("canary");
  }
});

test("a comment with a backslash at its end hides nothing, as in the systemd of the hosts", () => {
  expect(print(checkout(`# path\\\n${GOOD}`))).toMatchObject({ status: 0 });
});
