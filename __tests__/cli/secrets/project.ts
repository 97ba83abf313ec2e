import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type InfraMetadata, infraJsonPath, serialiseInfraMetadata } from "../../../contract";
import type { Variables } from "../../../programs/shell";
import { KNOWN } from "../../metadata";
import { cartographer, makeProject, type Result, temporaryFolder, write } from "../project";

const ROOT = path.join(__dirname, "../../..");

let made: Promise<Readonly<Record<string, string>>> | undefined;

/** A key and its request as `origin-key` makes them, once a test file: RSA keys take their time. */
function originFiles(): Promise<Readonly<Record<string, string>>> {
  made ??= (async () => {
    const root = makeProject(temporaryFolder());
    await cartographer(root, ["origin-key", "staging"]);
    const files = ["secrets/staging/origin-key.pem", "secrets/staging/origin.csr"];
    return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(root, file), "utf8")]));
  })();
  return made;
}

/**
 * A project with everything that a deploy of staging needs of its secrets: variables, an origin key, its certificate.
 */
export class SecretsProject {
  readonly root = makeProject(temporaryFolder());
  /** Where programs that tests put in place of real ones lie: first on the PATH. */
  readonly programs = temporaryFolder();
  /** The operator's age keys. */
  readonly ageKeys = path.join(temporaryFolder(), "keys.txt");
  /** A value that must be seen nowhere. */
  readonly canary = `canary-${randomBytes(12).toString("hex")}`;

  /** @param sops the folder with sops; none for tests that need none, which is not of README's programs. */
  constructor(private readonly sops?: string) {}

  async fill(): Promise<this> {
    for (const file of [".env.example", "hosts/table.nix", "hosts/ssh_config"]) this.copy(file);
    this.writeVariables({ DATABASE_URL: `postgresql://u:${this.canary}@db/x?a=b&c`, OPENROUTER_API_KEY: this.canary });
    for (const [file, text] of Object.entries(await originFiles())) this.write(file, text);
    this.writeContract({ origin_certificate: this.certify("origin") });
    return this;
  }

  /** Runs the command as an operator of this project does. */
  async run(args: readonly string[], env: Variables = {}): Promise<Result> {
    const PATH = [this.programs, this.sops, process.env.PATH].filter(Boolean).join(path.delimiter);
    return cartographer(this.root, args, { PATH, SOPS_AGE_KEY_FILE: this.ageKeys, ...env });
  }

  path(file: string): string {
    return path.join(this.root, file);
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), "utf8");
  }

  exists(file: string): boolean {
    return fs.existsSync(this.path(file));
  }

  write(file: string, text: string, mode = 0o600): void {
    write(this.path(file), text, mode);
  }

  writeVariables(variables: Readonly<Record<string, string>>): void {
    const lines = Object.entries(variables).map(([name, value]) => `${name}="${value}"\n`);
    this.write(".env.staging", lines.join(""));
  }

  /** A host that was really deployed, by the address. */
  writeContract(more: Partial<InfraMetadata> = {}): void {
    const current = this.exists(infraJsonPath("staging")) ? JSON.parse(this.read(infraJsonPath("staging"))) : KNOWN;
    this.write(
      infraJsonPath("staging"),
      serialiseInfraMetadata({ ...current, instance_public_ip: "52.68.1.1", ...more }),
    );
  }

  /** What Cloudflare makes of a slot's request: a certificate over its key. */
  certify(slot: string): string {
    const key = this.path(`secrets/staging/${slot}-key.pem`);
    const args = ["req", "-x509", "-key", key, "-subj", "/CN=baisoku-kaigi.com", "-days", "30"];
    const { status, stdout } = spawnSync("openssl", args, { encoding: "utf8" });
    if (status !== 0) throw new Error("openssl made no certificate");
    return stdout;
  }

  /** Puts a shell script in the place of a program. */
  fake(program: string, script: string): void {
    write(path.join(this.programs, program), `#!/bin/sh\n${script}\n`, 0o755);
  }

  private copy(file: string): void {
    this.write(file, fs.readFileSync(path.join(ROOT, file), "utf8"), 0o644);
  }
}
