import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../common/errors";
import { createOriginKeyAndCsr, originHostnames, verifyOriginCsr } from "../../constructs/origin-csr";
import { temporaryFolder } from "./project";

const folder = temporaryFolder();
const hostnames = originHostnames("baisoku-kaigi.com");
const where = "secrets/staging/origin.csr";

/** What the check says about that text; undefined when it is accepted. */
async function problemOf(pem: string): Promise<string | undefined> {
  const error = await verifyOriginCsr(pem, hostnames, where).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return undefined;
  if (!(error instanceof UserError)) throw error;
  expect(error.next).toContain("./cartographer origin-key staging");
  return error.message;
}

/** A key as openssl makes it. */
function opensslKey(name: string, ...algorithm: readonly string[]): string {
  const file = path.join(folder, name);
  openssl("genpkey", "-out", file, "-algorithm", ...algorithm);
  return file;
}

/** A request as openssl makes it. */
function opensslCsr(key: string, names: string): string {
  const san = names ? ["-addext", `subjectAltName=${names}`] : [];
  return openssl("req", "-new", "-key", key, "-subj", "/CN=x", ...san);
}

function openssl(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const NAMES = "DNS:*.baisoku-kaigi.com,DNS:baisoku-kaigi.com";

let good: string;
let rsa: string;
beforeAll(async () => {
  rsa = opensslKey("rsa.pem", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");
  good = (await createOriginKeyAndCsr(hostnames)).csrPem;
});

test("accepts what origin-key makes, and openssl's for the same names in another order", async () => {
  expect(await problemOf(good)).toBeUndefined();
  expect(await problemOf(good.replaceAll("\n", "\r\n"))).toBeUndefined();
  expect(await problemOf(opensslCsr(rsa, NAMES))).toBeUndefined();
});

test.each([
  ["nothing", ""],
  ["garbage", "garbage"],
  ["garbage in a block", "-----BEGIN CERTIFICATE REQUEST-----\n%%%\n-----END CERTIFICATE REQUEST-----\n"],
  ["a certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"],
])("refuses %s", async (_, pem) => {
  expect(await problemOf(pem)).toMatch(
    /^secrets\/staging\/origin\.csr is not exactly one PEM block CERTIFICATE REQUEST/,
  );
});

test("refuses a block that is no request", async () => {
  const pem = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n";
  expect(await problemOf(pem)).toMatch(/no PKCS#10 certificate request/);
});

test("refuses two requests in one file", async () => {
  expect(await problemOf(good + good)).toMatch(/not exactly one PEM block/);
});

test("refuses a file with a private key and does not repeat it", async () => {
  const pem = `${good}-----BEGIN PRIVATE KEY-----\nMIISECRET\n-----END PRIVATE KEY-----\n`;
  const problem = await problemOf(pem);
  expect(problem).toMatch(/contains a private key/);
  expect(problem).not.toMatch(/MIISECRET/);
});

test("refuses a request that was cut", async () => {
  const lines = good.split("\n");
  expect(await problemOf([...lines.slice(0, 5), ...lines.slice(-2)].join("\n"))).toMatch(/no PKCS#10/);
});

test("refuses a signature of another key", async () => {
  const body = good.split("\n").slice(1, -2).join("");
  const bytes = Buffer.from(body, "base64");
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1; // the last byte belongs to the signature
  const lines = bytes.toString("base64").replaceAll(/.{64}/g, "$&\n");
  const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${lines}\n-----END CERTIFICATE REQUEST-----\n`;
  expect(await problemOf(pem)).toMatch(/signature that its own public key does not verify/);
});

test("refuses keys that are too small or not RSA", async () => {
  const small = opensslKey("small.pem", "RSA", "-pkeyopt", "rsa_keygen_bits:1024");
  expect(await problemOf(opensslCsr(small, NAMES))).toMatch(/an RSA key of 1024 bits; .* 2048/);
  const curve = opensslKey("curve.pem", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
  expect(await problemOf(opensslCsr(curve, NAMES))).toMatch(/a key that is not RSA/);
});

test.each([
  ["another name", "DNS:example.com", "is for example.com; it must be for baisoku-kaigi.com, \\*.baisoku-kaigi.com"],
  ["one name less", "DNS:baisoku-kaigi.com", "is for baisoku-kaigi.com; it must"],
  ["one name more", `${NAMES},DNS:example.com`, "example.com; it must"],
  ["an address more", `${NAMES},IP:203.0.113.1`, "ip:203.0.113.1; it must"],
  ["no names", "", "is for no host name; it must"],
])("refuses %s", async (_, names, problem) => {
  expect(await problemOf(opensslCsr(rsa, names))).toMatch(new RegExp(problem));
});

test("the library is not loaded before a request is there", () => {
  const script = `require("./register.js"); require("./constructs/origin-csr.ts");
    console.log(Object.keys(require.cache).some((file) => file.includes("@peculiar")));`;
  const { stdout } = spawnSync(process.execPath, ["-e", script], {
    cwd: path.join(__dirname, "../.."),
    encoding: "utf8",
  });
  expect(stdout).toBe("false\n");
  expect(fs.existsSync(path.join(__dirname, "../../node_modules/@peculiar/x509"))).toBe(true);
});
