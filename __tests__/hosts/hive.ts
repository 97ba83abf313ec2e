import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type InfraMetadata, infraJsonPath, serialiseInfraMetadata } from "../../contract";
import { nixEnvironment } from "../../programs/nix";
import { evaluate } from "../../rehearsal/hive/hive";
import { TOOLS } from "../tiers/programs";

/** The checkout. */
export const PROJECT = path.join(__dirname, "../..");

/** The stub of nixpkgs, and what is evaluated with it. */
export const HIVE = path.join(PROJECT, "rehearsal/hive");

/** What rehearsal/hive/details.nix tells of a node, as far as tests look at it. */
export interface Details {
  readonly deployment: {
    readonly tags: readonly string[];
    readonly targetHost: string;
    readonly targetUser: string;
    readonly buildOnTarget: boolean;
    readonly keys: Readonly<Record<string, Key>>;
  };
  readonly secrets: {
    readonly environmentFiles: readonly string[];
    readonly launcher: readonly string[];
    readonly originKeyFile: string;
    readonly units: readonly string[];
  };
  readonly sops: {
    readonly secrets: Readonly<Record<string, SopsSecret>>;
    readonly templates: Readonly<
      Record<string, { readonly content: string; readonly restartUnits: readonly string[] }>
    >;
    readonly keys: readonly string[];
  };
  readonly unitFiles: Readonly<Record<string, string>>;
  readonly nginx: string;
  readonly services: readonly string[];
  readonly restartedInOneStep: readonly string[];
  readonly nginxService: Readonly<Record<string, string>> | null;
  readonly frontendBuild: Readonly<Record<string, string>>;
  readonly user: number;
  readonly rootKeys: readonly string[];
  readonly nix: Readonly<Record<string, unknown>>;
  readonly revision: string;
}

/** A secret that sops-nix decrypts. */
export interface SopsSecret {
  readonly key: string;
  readonly format: string;
  readonly sopsFile: string;
  readonly path: string;
  readonly mode: string;
  readonly owner: string | null;
  readonly restartUnits: readonly string[];
}

/** A secret that Colmena copies. */
export interface Key {
  readonly path: string;
  readonly user: string;
  readonly group: string;
  readonly permissions: string;
  readonly keyFile: string | null;
  readonly text: string | null;
  readonly keyCommand: readonly string[];
}

/** The folder of this file's temporary folders. */
export const base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "cartographer-hosts-")));
const store = path.join(base, "nix");
afterAll(() => {
  makeWritable(store);
  fs.rmSync(base, { recursive: true, force: true });
});

/** What is in a store nobody may write, its owner neither. */
function makeWritable(folder: string): void {
  if (!fs.existsSync(folder)) return;
  fs.chmodSync(folder, 0o700);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(path.join(folder, entry.name));
  }
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(base, "test-"));
}

/**
 * The hive alone in a folder of its own, to change: what Nix reads. Its JSON files are those of a known infrastructure.
 */
export function copyOfHive(): string {
  const root = temporaryFolder();
  for (const file of ["flake.nix", "flake.lock", "hosts", "contract", ".env.example"]) {
    fs.cpSync(path.join(PROJECT, file), path.join(root, file), { recursive: true });
  }
  for (const environment of ["staging", "prod"]) writeInfra(root, infraOf(environment));
  return root;
}

/** Replaces a text that is there exactly once in a file of the hive. */
export function edit(root: string, file: string, from: string, to: string): void {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  if (text.split(from).length !== 2) throw new Error(`"${from}" is not exactly once in ${file}`);
  fs.writeFileSync(
    path.join(root, file),
    text.replace(from, () => to),
  );
}

/** The hive with that backend on every host, and what it needs: `sops` has its files, encrypted in appearance. */
export function hiveWith(backend: string): string {
  const root = copyOfHive();
  edit(root, "hosts/table.nix", 'secretsBackend = "deployment-keys"', `secretsBackend = "${backend}"`);
  if (backend === "sops") for (const environment of ["staging", "prod"]) writeSopsFile(root, environment);
  return root;
}

/** What stands in a file that sops wrote in place of each value. */
export const ENCRYPTED = "ENC[AES256_GCM,data:Rdk2,iv:WS83,tag:ih9M,type:str]";

/** Writes secrets/<env>/secrets.sops.json as sops does, with more keys or others; undefined removes one. */
export function writeSopsFile(root: string, environment: string, more: Readonly<Record<string, unknown>> = {}): void {
  const content = {
    environment: { DATABASE_URL: ENCRYPTED, OPENROUTER_API_KEY: ENCRYPTED },
    "origin-key": ENCRYPTED,
    sops: { age: [{ recipient: "age1", enc: "-----BEGIN AGE ENCRYPTED FILE-----\n" }], mac: ENCRYPTED, kms: null },
    ...more,
  };
  const folder = path.join(root, "secrets", environment);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "secrets.sops.json"), JSON.stringify(content, null, "\t"));
}

/** A contract with an address that could be deployed to. */
export function infraOf(environment: string, more: Partial<InfraMetadata> = {}): InfraMetadata {
  const domain = `${environment === "prod" ? "app" : environment}.baisoku-kaigi.com`;
  return {
    aws_region: "ap-northeast-1",
    cloudflare_ip_ranges: ["103.21.244.0/22", "2400:cb00::/32"],
    domain,
    domain_url: `https://${domain}`,
    efs_dns_name: "fs-0a1b2c3d4e5f60718.efs.ap-northeast-1.amazonaws.com",
    efs_file_system_id: "fs-0a1b2c3d4e5f60718",
    environment,
    instance_id: "i-0a1b2c3d4e5f60718",
    instance_public_ip: environment === "prod" ? "52.68.1.2" : "52.68.1.1",
    origin_certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    origin_slot: "origin",
    schema_version: 2,
    secret_name: "cartographer/application",
    ...more,
  };
}

/** Writes a contract as `cartographer sync` does. */
export function writeInfra(root: string, infra: InfraMetadata): void {
  fs.writeFileSync(path.join(root, infraJsonPath(infra.environment)), serialiseInfraMetadata(infra));
}

/** A node of the hive below `root` in depth. */
export function detailsOf(root: string, environment: string): Promise<Details> {
  return evaluate<Details>(path.join(HIVE, "evaluate.nix"), `details.${environment}`, { root });
}

/** Runs a command that the tests need. */
export function tool(name: string, args: readonly string[], options: { input?: string; env?: NodeJS.ProcessEnv } = {}) {
  const [command = name, ...words] = name === "nix" ? [...CONFINED, name, ...args] : [name, ...args];
  const { error, status, stdout, stderr } = spawnSync(command, words, {
    encoding: "utf8",
    env: environmentOf(name),
    ...options,
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/**
 * As root nix takes a mount namespace of its own, and the git that it starts goes back: out of a chroot, if it was in
 * one.
 */
const CONFINED =
  process.platform === "linux" && process.getuid?.() === 0 ? ["setpriv", "--bounding-set", "-sys_admin"] : [];

function environmentOf(name: string): NodeJS.ProcessEnv {
  if (name === "nix") return nixEnvironment(store);
  return name === "nix-instantiate" ? nixEnvironment() : TOOLS;
}
