import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import type { IncomingMessage, RequestListener } from "node:http";
import net from "node:net";
import path from "node:path";
import fc from "fast-check";
import { awsPrograms, INSTALLATION } from "../../dev/tools";
import { Moto } from "../moto";
import { serve } from "../servers";
import { onLinux } from "../tiers/on-linux";
import { PROJECT, temporaryFolder } from "./hive";

// The real AWS CLI against moto's Secrets Manager: what the host runs, but for the version of the CLI.

const script = (name: string) => path.join(PROJECT, "hosts/scripts", `${name}.sh`);
const SECRET = "cartographer-staging/application";
const REGION = "ap-northeast-1";
const PEM = "-----BEGIN PRIVATE KEY-----\nMIIE+/=\n-----END PRIVATE KEY-----\n";
const VALUES = {
  DATABASE_URL: "postgresql://u:p'w\"d$HOME`id`\\@db/x?sslmode=require",
  LINES: "a\nb\n\nc\n",
  WORDS: "  ünï 漢字 🗺  ",
  EMPTY: "",
};

/** How a program ended. */
interface Ended {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a program without blocking the servers in this process. */
function runs(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const stdout: Buffer[] = [];
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    child.once("error", reject).once("close", (status) => resolve({ status, stdout: Buffer.concat(stdout), stderr }));
  });
}

let programs = "";
let url = "";
const moto = new Moto();
beforeAll(async () => {
  programs = await awsPrograms();
  url = await moto.start();
}, INSTALLATION);
afterAll(() => moto.stop());

/** The environment of the unit: no identity but what is given here, no locale, no network but this machine's. */
const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: `${programs}:/usr/bin:/bin`,
  HOME: temporaryFolder(),
  LC_ALL: "C",
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  ...more,
});

const fetchSecret = (part = "environment", name = SECRET, more: NodeJS.ProcessEnv = {}) =>
  runs("bash", [script("fetch-secret"), "staging", name, REGION, part], environment(more));

/** Asks moto as AWS's own clients do. */
async function secretsManager(action: string, body: object): Promise<void> {
  const headers = {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": `secretsmanager.${action}`,
    Authorization:
      `AWS4-HMAC-SHA256 Credential=test/20200101/${REGION}/secretsmanager/aws4_request, ` +
      `SignedHeaders=host, Signature=0`,
  };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

let made = 0;
/** A secret with that text as its value, or with none. */
async function secretWith(text?: string): Promise<string> {
  made += 1;
  const Name = `test-${made}/application`;
  await secretsManager("CreateSecret", { Name, ...(text === undefined ? {} : { SecretString: text }) });
  return Name;
}

const asEnvironment = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\0`)
    .join("");

describe("what it prints", () => {
  beforeAll(() =>
    secretsManager("CreateSecret", {
      Name: SECRET,
      SecretString: JSON.stringify({ environment: VALUES, "origin-key": PEM, "origin-next-key": `${PEM}2` }),
    }),
  );

  onLinux("is every variable, byte for byte, each ended by a NUL", async () => {
    const { status, stdout, stderr } = await fetchSecret();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.toString()).toBe(asEnvironment(VALUES));
  });

  onLinux.each([
    ["origin-key", PEM],
    ["origin-next-key", `${PEM}2`],
  ])("is %s as it is", async (part, pem) => {
    const { status, stdout } = await fetchSecret(part);
    expect({ status, text: stdout.toString() }).toEqual({ status: 0, text: pem });
  });

  onLinux("is the environment of what is started through with-environment, and nobody's arguments", async () => {
    const { stdout } = await fetchSecret();
    const credentials = temporaryFolder();
    fs.writeFileSync(path.join(credentials, "environment"), stdout);
    const started = await runs("bash", [script("with-environment"), "env", "-0"], {
      PATH: process.env.PATH,
      CREDENTIALS_DIRECTORY: credentials,
    });
    expect(started.stderr).toBe("");
    expect(started.stdout.toString().split("\0")).toEqual(
      expect.arrayContaining(Object.entries(VALUES).map(([name, value]) => `${name}=${value}`)),
    );
  });

  onLinux(
    "comes through a socket that systemd listens on, as a credential does, once for each connection",
    async () => {
      const socket = path.join(temporaryFolder(), "environment");
      const set = environment();
      const names = Object.entries(set).map(([name, value]) => `--setenv=${name}=${value}`);
      const command = ["bash", script("fetch-secret"), "staging", SECRET, REGION, "environment"];
      const listener = spawn("systemd-socket-activate", [
        `--listen=${socket}`,
        "--accept",
        "--inetd",
        ...names,
        ...command,
      ]);
      try {
        // The socket's file is there before anybody listens: it says when it does.
        await once(listener.stderr, "data");
        for (let times = 0; times < 2; times += 1) expect(await readToEnd(socket)).toBe(asEnvironment(VALUES));
      } finally {
        listener.kill();
      }
    },
  );

  onLinux("comes by the role of the instance when there is nothing else", async () => {
    const asked: string[] = [];
    const metadata = await serve((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers["x-aws-ec2-metadata-token"] ?? "-"}`);
      const answers: Record<string, string> = {
        "/latest/api/token": "token",
        "/latest/meta-data/iam/security-credentials/": "cartographer-staging-app",
        "/latest/meta-data/iam/security-credentials/cartographer-staging-app": JSON.stringify({
          Code: "Success",
          Type: "AWS-HMAC",
          AccessKeyId: "role",
          SecretAccessKey: "role",
          Token: "role",
          LastUpdated: "2026-01-01T00:00:00Z",
          Expiration: "2099-01-01T00:00:00Z",
        }),
      };
      response.end(answers[request.url ?? ""] ?? "");
    });
    const { status, stderr } = await fetchSecret("environment", SECRET, {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url,
    });
    await metadata.stop();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(asked).toEqual([
      "PUT /latest/api/token -",
      "GET /latest/meta-data/iam/security-credentials/ token",
      "GET /latest/meta-data/iam/security-credentials/cartographer-staging-app token",
    ]);
  });
});

function readToEnd(socket: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    net
      .connect(socket)
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("error", reject)
      .on("end", () => resolve(Buffer.concat(chunks).toString()));
  });
}

onLinux("any text that a variable can have comes back as it was", async () => {
  const text = fc.string({ unit: "binary", maxLength: 60 }).filter((value) => !value.includes("\0"));
  // Names that bash itself sets or refuses to set are not the application's.
  const name = fc.stringMatching(/^APP_[A-Za-z0-9_]{0,12}$/);
  const samples = fc.sample(fc.dictionary(name, text, { minKeys: 20, maxKeys: 60, noNullPrototype: true }), {
    numRuns: 4,
    seed: 7,
  });
  for (const values of samples) {
    const secret = await secretWith(JSON.stringify({ environment: values }));
    const { status, stdout, stderr } = await fetchSecret("environment", secret);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const credentials = temporaryFolder();
    fs.writeFileSync(path.join(credentials, "environment"), stdout);
    const started = await runs("bash", [script("with-environment"), "env", "-0"], {
      PATH: process.env.PATH,
      CREDENTIALS_DIRECTORY: credentials,
    });
    const got = started.stdout
      .toString()
      .split("\0")
      .filter((pair) => pair.startsWith("APP_"));
    expect(new Set(got)).toEqual(new Set(Object.entries(values).map(([key, value]) => `${key}=${value}`)));
  }
});

describe("a refusal is one sentence and the next command, with nothing on stdout and no value anywhere", () => {
  const CANARY = "canary-4711";
  const deploy = "npm run deploy -- staging";
  const check = "./cartographer secrets check staging";
  const push = "./cartographer secrets push staging";

  const refused = (ended: Ended, name: string, problem: string, next: string) => {
    expect(ended).toEqual({
      status: 1,
      stdout: Buffer.alloc(0),
      stderr: `The secret ${name} in ${REGION} ${problem}.\n  next: ${next}\n`,
    });
    expect(ended.stderr).not.toContain(CANARY);
  };

  onLinux("no such secret", async () => {
    refused(await fetchSecret("environment", "no/such"), "no/such", "does not exist", deploy);
  });

  onLinux("no value yet", async () => {
    const name = await secretWith();
    refused(await fetchSecret("environment", name), name, "has no value yet", push);
  });

  onLinux("about to be deleted", async () => {
    const name = await secretWith("{}");
    await secretsManager("DeleteSecret", { SecretId: name, RecoveryWindowInDays: 7 });
    const restore = `aws secretsmanager restore-secret --secret-id ${name} --region ${REGION}`;
    refused(await fetchSecret("environment", name), name, "is about to be deleted", restore);
  });

  /** A PATH with an `aws` that answers that: as the real one does, which takes its time. */
  function answering(answer: object): string {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, "answer.json"), JSON.stringify(answer));
    fs.writeFileSync(path.join(folder, "aws"), `#!/bin/sh\ncat ${folder}/answer.json\n`, { mode: 0o755 });
    return `${folder}:/usr/bin:/bin`;
  }

  const object = (more: object) => JSON.stringify({ environment: { A: CANARY }, "origin-key": PEM, ...more });
  onLinux.each<[what: string, text: string, part: string, problem: string]>([
    ["no JSON", `{"environment": {"A": "${CANARY}}`, "environment", "holds no JSON object"],
    ["a bare word", CANARY, "environment", "holds no JSON object"],
    ["a list", JSON.stringify([CANARY]), "environment", "holds no JSON object"],
    ["null", "null", "environment", "holds no JSON object"],
    ["two documents", `${object({})}${object({})}`, "environment", "holds no JSON object"],
    ["no environment", JSON.stringify({ A: CANARY }), "environment", "has no variables under environment"],
    ["an empty environment", object({ environment: {} }), "environment", "has no variables under environment"],
    ["a list of variables", object({ environment: [CANARY] }), "environment", "has no variables under environment"],
    [
      "a name with a blank",
      object({ environment: { [`A ${CANARY}`]: "x" } }),
      "environment",
      "has a name under environment that no variable can have",
    ],
    [
      "a name of two lines",
      object({ environment: { [`A\n${CANARY}`]: "x" } }),
      "environment",
      "has a name under environment that no variable can have",
    ],
    [
      "a name that ends a line",
      object({ environment: { "A\n": CANARY } }),
      "environment",
      "has a name under environment that no variable can have",
    ],
    ["a number", object({ environment: { A: 1, B: CANARY } }), "environment", "has no text without NUL as A"],
    ["a NUL", object({ environment: { A: `x\0${CANARY}`, B: "" } }), "environment", "has no text without NUL as A"],
    ["no key", JSON.stringify({ environment: { A: CANARY } }), "origin-key", "has no origin-key"],
    ["no key in the other slot", object({}), "origin-next-key", "has no origin-next-key"],
    ["a key that is none", object({ "origin-key": CANARY }), "origin-key", "has an origin-key that is not PEM"],
  ])("%s", async (_, text, part, problem) => {
    const ended = await fetchSecret(part, SECRET, { PATH: answering({ SecretString: text }) });
    refused(ended, SECRET, problem, `${check}, then: ${push}`);
  });

  onLinux("a value that is no text", async () => {
    const name = await secretWith();
    await secretsManager("PutSecretValue", { SecretId: name, SecretBinary: Buffer.from(CANARY).toString("base64") });
    refused(await fetchSecret("environment", name), name, "holds no text", `${check}, then: ${push}`);
  });

  onLinux("nothing that AWS answers", async () => {
    const aws = temporaryFolder();
    fs.writeFileSync(path.join(aws, "aws"), `#!/bin/sh\necho 'not json ${CANARY}'\n`, { mode: 0o755 });
    const ended = await fetchSecret("environment", SECRET, { PATH: `${aws}:/usr/bin:/bin` });
    refused(ended, SECRET, "could not be read: what came back is not what AWS answers", check);
  });

  onLinux("an error that nobody thought of, which may quote what it could not read", async () => {
    const aws = temporaryFolder();
    fs.writeFileSync(path.join(aws, "aws"), `#!/bin/sh\necho 'bad answer: ${CANARY}' >&2\nexit 255\n`, { mode: 0o755 });
    const ended = await fetchSecret("environment", SECRET, { PATH: `${aws}:/usr/bin:/bin` });
    const secret = `--secret-id ${SECRET} --region ${REGION}`;
    const describeSecret = `aws secretsmanager describe-secret ${secret}, as root on the host`;
    refused(ended, SECRET, "could not be read", describeSecret);
  });

  /** A server that answers every request of the CLI with an error of AWS, and counts them. */
  async function failing(status: number, code: string) {
    let attempts = 0;
    const answer: RequestListener = (request: IncomingMessage, response) => {
      attempts += 1;
      request.resume();
      response.writeHead(status, { "Content-Type": "application/x-amz-json-1.1", "x-amzn-errortype": code });
      response.end(JSON.stringify({ __type: code, Message: `${code} of the test` }));
    };
    const server = await serve(answer);
    const ended = await fetchSecret("environment", SECRET, { AWS_ENDPOINT_URL: server.url });
    await server.stop();
    return { ended, attempts };
  }

  onLinux("a role without the right, which is not tried again", async () => {
    const { ended, attempts } = await failing(400, "AccessDeniedException");
    refused(ended, SECRET, "may not be read by the role of this host", `${deploy}, which gives the role its rights`);
    expect(attempts).toBe(1);
  });

  // With the pauses of the real thing, so together.
  onLinux("throttling, failing servers and no connection are tried again, with pauses, five times", async () => {
    const nobody = await serve(() => {});
    await nobody.stop();
    const since = Date.now();
    const [throttled, broken, away] = await Promise.all([
      failing(400, "ThrottlingException"),
      failing(500, "InternalServiceError"),
      fetchSecret("environment", SECRET, { AWS_ENDPOINT_URL: nobody.url }),
    ]);
    const again = "nothing, it is tried again; or: systemctl start cartographer.target";
    refused(throttled.ended, SECRET, "could not be read: AWS throttled every attempt", again);
    expect(throttled.attempts).toBe(5);
    expect(broken.attempts).toBe(5);
    expect(broken.ended).toMatchObject({ status: 1, stdout: Buffer.alloc(0) });
    const ping = `curl -sv https://secretsmanager.${REGION}.amazonaws.com/ping`;
    refused(away, SECRET, "could not be read: AWS Secrets Manager did not answer", ping);
    expect(Date.now() - since).toBeGreaterThan(1000);
  });

  onLinux("a host without a role", async () => {
    const metadata = await serve((_, response) => response.writeHead(404).end());
    const ended = await fetchSecret("environment", SECRET, {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url,
    });
    await metadata.stop();
    const next = `${deploy}, which gives the host its role`;
    refused(ended, SECRET, "cannot be read: this host has no role, or its metadata do not answer", next);
  });
});

onLinux("no value is in the arguments of any process, nor in a file, while it is fetched", async () => {
  const canary = "canary-in-memory-only";
  // Big enough that bash would put a here-string into a file.
  const value = canary.repeat(4000);
  const folder = temporaryFolder();
  const temporary = temporaryFolder();
  const seen = path.join(folder, "seen");
  const reads = path.join(folder, "reads");
  // In place of aws and jq: they look around, then do what they are asked. A file that bash makes for a here-string has
  // no name by then, but it is what jq reads from.
  const look = `cat /proc/[0-9]*/cmdline >> ${seen} 2>/dev/null; cat ${temporary}/* >> ${seen} 2>/dev/null`;
  const answer = path.join(folder, "answer.json");
  const json = JSON.stringify({ SecretString: JSON.stringify({ environment: { A: value } }) });
  fs.writeFileSync(answer, json);
  fs.writeFileSync(path.join(folder, "aws"), `#!/bin/sh\n${look}\necho "$@" >> ${seen}\ncat ${answer}\n`, {
    mode: 0o755,
  });
  fs.writeFileSync(
    path.join(folder, "jq"),
    `#!/bin/sh\n${look}\nreadlink /proc/self/fd/0 >> ${reads}\n/usr/bin/jq "$@"\nstatus=$?\n${look}\nexit $status\n`,
    {
      mode: 0o755,
    },
  );
  const { status, stdout } = await fetchSecret("environment", SECRET, {
    PATH: `${folder}:/usr/bin:/bin`,
    TMPDIR: temporary,
  });
  expect({ status, text: stdout.toString() }).toEqual({ status: 0, text: `A=${value}\0` });
  const everything = fs.readFileSync(seen, "utf8");
  expect(everything).toContain(`--secret-id ${SECRET} --region ${REGION}`);
  expect(everything).not.toContain(canary);
  expect(fs.readFileSync(reads, "utf8")).toMatch(/^(pipe:\[\d+\]\n){2}$/);
  expect(fs.readdirSync(temporary)).toEqual([]);
});
