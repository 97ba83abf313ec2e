import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { evaluateHive } from "../../rehearsal/hive/hive";
import { onLinux } from "../tiers/on-linux";
import { findings } from "./findings";
import {
  copyOfHive,
  type Details,
  detailsOf,
  ENCRYPTED,
  edit,
  hiveWith,
  infraOf,
  PROJECT,
  temporaryFolder,
  tool,
  writeInfra,
  writeSopsFile,
} from "./hive";
import { makeCertificate } from "./nginx";
import { asFlake, evaluateExpression, nixPath } from "./nix";

const BACKENDS = ["deployment-keys", "sops", "secrets-manager"] as const;
const SERVICES = ["cartographer-backend.service", "cartographer-frontend.service"];

const hives = new Map<string, string>(BACKENDS.map((backend) => [backend, hiveWith(backend)]));
const hive = (backend: string): string => hives.get(backend) ?? "";
const line = (details: Details, unit: string, key: string) =>
  (details.unitFiles[unit] ?? "")
    .split("\n")
    .filter((one) => one.startsWith(`${key}=`))
    .map((one) => one.slice(key.length + 1));

/** Every unit without what a backend adds to it: what is left is the same for all. */
async function withoutSecrets(backend: string): Promise<Record<string, string>> {
  const { unitFiles, secrets } = await detailsOf(hive(backend), "prod");
  const [launcher = "no launcher"] = secrets.launcher;
  const strip = (text: string) =>
    secrets.units
      .reduce((rest, unit) => rest.replaceAll(` ${unit}`, ""), text.replace(`${launcher} `, ""))
      .replace(/^(EnvironmentFile|LoadCredential)=.*\n/gm, "");
  return Object.fromEntries(SERVICES.map((name) => [name, strip(unitFiles[name] ?? "")]));
}

describe.each(BACKENDS)("%s", (backend) => {
  onLinux.each(["staging", "prod"])("leaves nothing wrong with %s", async (environment) => {
    expect(await findings(hive(backend), environment)).toEqual([]);
  });

  test("changes nothing about the services but where their secrets come from", async () => {
    expect(await withoutSecrets(backend)).toEqual(await withoutSecrets("deployment-keys"));
  });

  test("shows nginx the key under one name", async () => {
    const { nginx } = await detailsOf(hive(backend), "prod");
    expect(nginx).toContain("ssl_certificate_key /run/credentials/nginx.service/origin-key;");
  });

  test("takes the key of the slot whose certificate is in use, and no other", async () => {
    const root = hiveWith(backend);
    writeInfra(root, infraOf("prod", { origin_slot: "origin-next" }));
    if (backend === "sops") writeSopsFile(root, "prod", { "origin-next-key": ENCRYPTED });
    const details = await detailsOf(root, "prod");
    const keys = {
      "deployment-keys": Object.keys(details.deployment.keys).filter((name) => name.startsWith("origin")),
      sops: Object.keys(details.sops.secrets).filter((name) => name.startsWith("origin")),
      "secrets-manager": line(details, "cartographer-origin-key@.service", "ExecStart").map((one) =>
        one.split(" ").at(-1),
      ),
    };
    expect(keys[backend]).toEqual(["origin-next-key"]);
    // Where it is a file, it is one of its own, so that the last generation finds the old one.
    const path = details.secrets.originKeyFile;
    expect(path.split("/").at(-1)).toBe(backend === "secrets-manager" ? "origin-key" : "origin-next-key");
  });

  test("is no part of a host without the application", async () => {
    const root = hiveWith(backend);
    fs.rmSync(path.join(root, "secrets"), { recursive: true, force: true });
    edit(root, "hosts/table.nix", "  staging = common;\n", "  staging = common // { systemOnly = true; };\n");
    const [node] = await evaluateHive(root, ["staging"]);
    expect(node).toMatchObject({ units: [], keys: [], openPorts: [22] });
    const { unitFiles, sops } = await detailsOf(root, "staging");
    expect(Object.keys(unitFiles).filter((name) => name.endsWith(".socket"))).toEqual([]);
    expect(sops.secrets).toEqual({});
  });
});

test("hosts may differ: each has the backend that the table gives it", async () => {
  const root = copyOfHive();
  edit(
    root,
    "hosts/table.nix",
    "  staging = common;\n  prod = common;\n",
    '  staging = common // { secretsBackend = "sops"; };\n' +
      '  prod = common // { secretsBackend = "secrets-manager"; };\n',
  );
  writeSopsFile(root, "staging");
  const [staging, prod] = [await detailsOf(root, "staging"), await detailsOf(root, "prod")];
  expect(staging.secrets.environmentFiles).toEqual(["/run/secrets/rendered/cartographer.env"]);
  expect(prod.secrets.launcher).toHaveLength(1);
});

test("another word for a backend is refused, with those that there are", async () => {
  await expect(detailsOf(hiveWith("vault"), "prod")).rejects.toThrow(
    /cartographer\.secrets\.backend.*deployment-keys.*secrets-manager.*sops/,
  );
});

describe("deployment-keys", () => {
  test.each([
    ["staging", ".env.staging"],
    ["prod", ".env.production"],
  ])("%s: one command for each key, over both files and the certificate", async (environment, file) => {
    const { deployment } = await detailsOf(hive("deployment-keys"), environment);
    const script = fs.readFileSync(path.join(PROJECT, "hosts/scripts/print-key.sh"), "utf8");
    const key = `secrets/${environment}/origin-key.pem`;
    const common = [
      "sh",
      "-c",
      script,
      "cartographer",
      environment,
      file,
      key,
      infraOf(environment).origin_certificate,
    ];
    expect(Object.fromEntries(Object.entries(deployment.keys).map(([name, one]) => [name, one.keyCommand]))).toEqual({
      "env-file": [...common, file],
      "origin-key": [...common, key],
    });
  });

  test("keys survive a reboot, in a folder of their own, and services read what was accepted", async () => {
    const details = await detailsOf(hive("deployment-keys"), "prod");
    for (const key of Object.values(details.deployment.keys)) {
      expect(key.path).toMatch(/^\/var\/lib\/cartographer-keys\//);
    }
    expect(details.secrets).toEqual({
      environmentFiles: ["/var/lib/cartographer-secrets/env-file"],
      launcher: [],
      originKeyFile: "/var/lib/cartographer-secrets/origin-key",
      units: ["env-file-key.service", "origin-key-key.service", "cartographer-secrets.service"],
    });
    expect(line(details, "cartographer-secrets.service", "StateDirectory")).toEqual(["cartographer-secrets"]);
    expect(line(details, "cartographer-secrets.path", "PathChanged")).toEqual(["/var/lib/cartographer-keys/env-file"]);
    expect(line(details, "cartographer-secrets.service", "ExecStart")[0]).toMatch(
      / \/var\/lib\/cartographer-keys env-file origin-key cartographer-backend\.service cartographer-frontend\.service$/,
    );
  });

  // The whole way: files of the operator's folder, evaluation of the flake, the command that it names, in that folder.
  test("values are in nothing that nix evaluates, and in what the command prints", () => {
    const canary = "canary-of-the-operator";
    const root = copyOfHive();
    const { certificate, key } = makeCertificate("*.baisoku-kaigi.com");
    writeInfra(root, infraOf("staging", { origin_certificate: fs.readFileSync(certificate, "utf8") }));
    const variables = `DATABASE_URL=${canary}\nOPENROUTER_API_KEY=${canary}\n`;
    fs.writeFileSync(path.join(root, ".env.staging"), variables, { mode: 0o600 });
    fs.mkdirSync(path.join(root, "secrets/staging"), { recursive: true });
    fs.copyFileSync(key, path.join(root, "secrets/staging/origin-key.pem"));
    fs.chmodSync(path.join(root, "secrets/staging/origin-key.pem"), 0o600);
    fs.copyFileSync(path.join(PROJECT, ".gitignore"), path.join(root, ".gitignore"));
    spawnSync("git", ["-C", root, "init", "--quiet"]);
    spawnSync("git", ["-C", root, "add", "--all"]);

    const args = asFlake(root, "colmenaHive.deploymentConfig.cartographer-staging", "git+file://");
    const { status, stdout, stderr } = tool("nix", args);
    expect({ status, stderr: stderr.replace(/^(warning|copying).*\n/gm, "") }).toMatchObject({ status: 0 });
    expect(stdout).not.toContain(canary);
    expect(stdout).not.toContain("PRIVATE KEY-----\\nM");
    const { keys } = JSON.parse(stdout) as Details["deployment"]; // the type is that of the stub's options
    for (const [name, printed] of Object.entries({
      "env-file": variables,
      "origin-key": fs.readFileSync(key, "utf8"),
    })) {
      const [command = "", ...words] = keys[name]?.keyCommand ?? [];
      expect(spawnSync(command, words, { cwd: root, encoding: "utf8" })).toMatchObject({
        status: 0,
        stdout: printed,
        stderr: "",
      });
    }
  });
});

describe("sops", () => {
  test.each(["staging", "prod"])(
    "%s: every name of the file is a secret, and a line for systemd",
    async (environment) => {
      const { sops, secrets, deployment } = await detailsOf(hive("sops"), environment);
      expect(deployment.keys).toEqual({});
      expect(secrets).toEqual({
        environmentFiles: ["/run/secrets/rendered/cartographer.env"],
        launcher: [],
        originKeyFile: "/run/secrets/origin-key",
        units: [],
      });
      expect(sops.keys).toEqual(["/etc/ssh/ssh_host_ed25519_key"]);
      expect(Object.keys(sops.secrets)).toEqual([
        "environment/DATABASE_URL",
        "environment/OPENROUTER_API_KEY",
        "origin-key",
      ]);
      for (const secret of Object.values(sops.secrets)) {
        expect(secret.sopsFile).toBe(path.join(hive("sops"), `secrets/${environment}/secrets.sops.json`));
        // sops-nix looks below the top of YAML only.
        expect(secret).toMatchObject({ format: "yaml", mode: "0400", owner: null });
      }
      expect(sops.secrets["origin-key"]?.restartUnits).toEqual(["nginx.service"]);
      const template = sops.templates["cartographer.env"];
      expect(template?.restartUnits).toEqual(SERVICES);
      expect(template?.content).toMatch(
        /^DATABASE_URL='<SOPS:[0-9a-f]{64}:PLACEHOLDER>'\nOPENROUTER_API_KEY='<SOPS:[0-9a-f]{64}:PLACEHOLDER>'\n$/,
      );
    },
  );

  const file = "secrets/staging/secrets.sops.json";
  const check = "./cartographer secrets check staging";

  test("the file must be there and tracked; one environment never blocks the other", async () => {
    const root = hiveWith("sops");
    fs.rmSync(path.join(root, file));
    await expect(detailsOf(root, "staging")).rejects.toMatchObject({
      message: expect.stringContaining(
        `${file} is missing, or git does not track it: a flake sees tracked files only.`,
      ),
      next: `./cartographer secrets init staging, then: git add ${file}`,
    });
    await expect(detailsOf(root, "prod")).resolves.toBeDefined();
  });

  test.each(["", "{", '{":1}', "[]", "null", '{"a": 1,}', "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> main\n"])(
    "the file must be a JSON object, not %j",
    async (text) => {
      const root = hiveWith("sops");
      fs.writeFileSync(path.join(root, file), text);
      await expect(detailsOf(root, "staging")).rejects.toMatchObject({
        message: expect.stringContaining(`${file} is no JSON object: it was cut off, or edited.`),
        next: check,
      });
    },
  );

  const both = { DATABASE_URL: ENCRYPTED, OPENROUTER_API_KEY: ENCRYPTED };
  test.each<[what: string, more: Record<string, unknown>, problem: string]>([
    ["no variables", { environment: undefined }, "has no variables under environment"],
    ["a text in their place", { environment: ENCRYPTED }, "has no variables under environment"],
    [
      "a name that is none",
      { environment: { ...both, "A/B": ENCRYPTED } },
      "has a name under environment that no variable can have",
    ],
    [
      "a plain variable",
      { environment: { ...both, OTHER: "canary" } },
      "is not encrypted, at environment.OTHER: if it was ever pushed, these must be replaced at their source",
    ],
    [
      "a number",
      { environment: { ...both, OTHER: 1 } },
      "is not encrypted, at environment.OTHER: if it was ever pushed, these must be replaced at their source",
    ],
    [
      "a plain key of the slot that is not in use",
      { "origin-next-key": "canary" },
      "is not encrypted, at origin-next-key: if it was ever pushed, these must be replaced at their source",
    ],
    ["nothing of sops", { sops: undefined }, "was not written by sops, or is decrypted: it has no mac"],
    ["an empty variable", { environment: { ...both, OTHER: "" } }, "has no text at OTHER"],
    ["two texts in place of one", { environment: { ...both, OTHER: [ENCRYPTED, ENCRYPTED] } }, "has no text at OTHER"],
    [
      "a variable too few",
      { environment: { DATABASE_URL: ENCRYPTED } },
      "lacks what .env.example requires: OPENROUTER_API_KEY",
    ],
    [
      "no key",
      { "origin-key": undefined, "origin-next-key": ENCRYPTED },
      "lacks origin-key, which belongs to the certificate in hosts/infra-cartographer-staging.json",
    ],
  ])("the file must be whole: %s", async (_, more, problem) => {
    const root = hiveWith("sops");
    writeSopsFile(root, "staging", more);
    const error = await detailsOf(root, "staging").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining(`${file} ${problem}.`), next: check });
    expect(String(error)).not.toContain("canary");
  });

  test("the look at the text agrees with a JSON parser, on whole, cut and damaged files, and on a big one", () => {
    const whole = fc
      .tuple(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), fc.constantFrom(0, 2, "\t"))
      .map(([value, indent]) => JSON.stringify(value, null, indent));
    const cut = fc.tuple(whole, fc.nat(200)).map(([json, end]) => json.slice(0, end));
    const damaged = fc
      .tuple(whole, fc.nat(60), fc.constantFrom('"', "\\", ",", "{", "}", "[", ":", "x", "\n", "0"))
      .map(([json, at, character]) => json.slice(0, at) + character + json.slice(at + 1));
    const big = JSON.stringify({ environment: { A: `ENC[${"a".repeat(20_000)}]` }, sops: { age: [{ enc: "x" }] } });
    const samples = [big, ...fc.sample(fc.oneof(whole, cut, damaged), { numRuns: 500, seed: 2 })]
      .map((sample) => Buffer.from(sample).toString())
      // DEL may stand in JSON as it is; the look is stricter there, and sops writes none.
      .filter((sample) => !sample.includes("\u007f"));
    const list = path.join(temporaryFolder(), "samples.json");
    fs.writeFileSync(list, JSON.stringify(samples));
    const isObjectInNix = `(import ${nixPath(PROJECT, "hosts/lib/json.nix")}).isObject`;
    const look = `map ${isObjectInNix} (builtins.fromJSON (builtins.readFile ${nixPath(list)}))`;
    const answers = evaluateExpression<boolean[]>(look);
    expect(samples.filter((sample, index) => answers[index] !== isObject(sample))).toEqual([]);
    expect(answers[0]).toBe(true);
    expect(answers.filter(Boolean).length).toBeGreaterThan(120);
  });

  test("the variables that are required are those which .env.example sets, here as on an operator's machine", () => {
    const [read, example] = ["hosts/lib/required-variables.nix", ".env.example"].map((file) => nixPath(PROJECT, file));
    expect(evaluateExpression(`import ${read} (builtins.readFile ${example})`)).toEqual([
      "DATABASE_URL",
      "OPENROUTER_API_KEY",
    ]);
  });
});

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

describe("secrets-manager", () => {
  test.each(["staging", "prod"])("%s: sockets for systemd, a service for each connection", async (environment) => {
    const root = hiveWith("secrets-manager");
    writeInfra(root, infraOf(environment, { secret_name: `cartographer-${environment}/application` }));
    const details = await detailsOf(root, environment);
    expect(details.deployment.keys).toEqual({});
    expect(details.secrets).toMatchObject({
      environmentFiles: [],
      originKeyFile: "/run/cartographer-secrets/origin-key",
      units: ["cartographer-environment.socket", "cartographer-origin-key.socket"],
    });
    for (const name of SERVICES) {
      expect(line(details, name, "LoadCredential")).toEqual(["environment:/run/cartographer-secrets/environment"]);
      expect(line(details, name, "EnvironmentFile")).toEqual([]);
    }
    for (const name of ["environment", "origin-key"]) {
      const fetch = `cartographer-${name}@.service`;
      expect(line(details, `cartographer-${name}.socket`, "ListenStream")).toEqual([
        `/run/cartographer-secrets/${name}`,
      ]);
      expect(line(details, fetch, "ExecStart")).toEqual([
        expect.stringMatching(
          new RegExp(`fetch-secret\\S* ${environment} cartographer-${environment}/application ap-northeast-1 ${name}$`),
        ),
      ]);
      expect(line(details, fetch, "DynamicUser")).toEqual(["true"]);
      expect(line(details, fetch, "StandardInput")).toEqual(["null"]);
      // It gives up before nginx does, after 90 seconds.
      expect(Number(line(details, fetch, "TimeoutStartSec")[0])).toBeLessThan(90);
    }
  });
});
