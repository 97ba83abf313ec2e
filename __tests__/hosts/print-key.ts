import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { serialiseInfraMetadata } from "../../contract";
import { infraOf, PROJECT, temporaryFolder } from "./hive";
import { makeCertificate } from "./nginx";

// What Colmena runs on an operator's machine for each key of a host; nodes.programs.test.ts shows that it is this text
// it runs.

const TEXT = fs.readFileSync(path.join(PROJECT, "hosts/scripts/print-key.sh"), "utf8");
export const GOOD = "DATABASE_URL=postgresql://canary@db/x\nOPENROUTER_API_KEY='sk canary'\n";
export const EXAMPLE = fs.readFileSync(path.join(PROJECT, ".env.example"), "utf8");
export const pair = makeCertificate("*.baisoku-kaigi.com");
export const CERTIFICATE = fs.readFileSync(pair.certificate, "utf8");
export const KEY = fs.readFileSync(pair.key, "utf8");

/** The operator's folder, with everything as it should be. */
export function checkout(variables: string | Buffer = GOOD): string {
  const root = temporaryFolder();
  fs.mkdirSync(path.join(root, "hosts"));
  fs.mkdirSync(path.join(root, "secrets/staging"), { recursive: true });
  fs.writeFileSync(
    path.join(root, "hosts/infra-cartographer-staging.json"),
    serialiseInfraMetadata(infraOf("staging")),
  );
  fs.writeFileSync(path.join(root, ".env.example"), EXAMPLE);
  fs.writeFileSync(path.join(root, ".env.staging"), variables, { mode: 0o600 });
  fs.writeFileSync(path.join(root, "secrets/staging/origin-key.pem"), KEY, { mode: 0o600 });
  return root;
}

/** The command for a key, with the operator's shells: dash, and bash as macOS has it under the name sh. */
export function print(
  root: string,
  {
    printed = ".env.staging",
    slot = "origin",
    certificate = CERTIFICATE,
    env = {} as NodeJS.ProcessEnv,
    shell = "sh",
  } = {},
) {
  const words = ["-c", TEXT, "cartographer", "staging", ".env.staging", `secrets/staging/${slot}-key.pem`];
  const args = shell === "bash" ? ["--posix", ...words] : words;
  const { status, stdout, stderr } = spawnSync(shell, [...args, certificate, printed], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  return { status, stdout: stdout.toString("latin1"), stderr: stderr.toString() };
}
