import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from "../../../rehearsal/provider/host";
import { MADE_ONCE } from "../../tiers/made-once";

/** What a Terraform command said, standard error included, and how it ended. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A project in a folder of its own with one stack, "demo", and a local cloud. */
export class TerraformProject {
  readonly root = mkdtempSync(path.join(os.tmpdir(), "lc-test-"));
  readonly options: LocalCloudOptions = {
    stacksDirectory: path.join(this.root, "cdktf.out/stacks"),
    stateFile: path.join(this.root, "cloud.json"),
    cacheDirectory: path.join(os.tmpdir(), MADE_ONCE, "schemas"),
    nodeModules: path.resolve("node_modules"),
  };
  private readonly folder = path.join(this.options.stacksDirectory, "demo");
  private cloud: LocalCloud | undefined;

  /** Writes the stack as cdktf does. */
  write(config: object): void {
    mkdirSync(this.folder, { recursive: true });
    const source = { aws: "aws", cloudflare: "cloudflare/cloudflare", local: "local", tfe: "tfe" };
    const required = Object.fromEntries(Object.entries(source).map(([name, from]) => [name, { source: from }]));
    const all = { terraform: { required_providers: required }, ...config };
    writeFileSync(path.join(this.folder, "cdk.tf.json"), JSON.stringify(all, null, 2));
  }

  /** Starts the local cloud anew, so that it reads what was done to its state. */
  async restart(): Promise<LocalCloud> {
    await this.cloud?.close();
    this.cloud = await startLocalCloud(this.options);
    return this.cloud;
  }

  async terraform(...args: readonly string[]): Promise<Outcome> {
    const cloud = this.cloud ?? (await this.restart());
    const env = { PATH: process.env.PATH, HOME: this.root, ...cloud.environment };
    const child = spawn("terraform", [...args, ...(args[0] === "output" ? [] : ["-no-color"])], {
      cwd: this.folder,
      env,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text: Buffer) => {
        output += text.toString("utf8");
      });
    }
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) => resolve({ exitCode, output }));
    });
  }

  /** What Terraform keeps, as text. */
  state(): string {
    return readFileSync(path.join(this.folder, "terraform.tfstate"), "utf8");
  }

  async dispose(): Promise<void> {
    await this.cloud?.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}
