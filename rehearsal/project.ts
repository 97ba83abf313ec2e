import * as fs from "node:fs";
import * as path from "node:path";
import { synthesise } from "../cli/synth";
import { writeAtomically } from "../common/files";
import { type Environment, environments, infraStackId, TFC_BOOTSTRAP } from "../config";
import { infraJsonPath } from "../contract";
import { shellWord } from "../programs/shell-word";
import { stackFolder } from "../stacks/stack-folder";
import { makeInputs, type StackInputs } from "./inputs";
import type { Layout } from "./layout";
import { mirror } from "./mirror";

/**
 * What of the checkout a rehearsed project has a copy of: all that Nix reads, and the examples. Of secrets only what is
 * encrypted.
 */
const COPIED = [
  "flake.nix",
  "flake.lock",
  "hosts",
  "contract",
  ".env.example",
  `secrets/${TFC_BOOTSTRAP}.tfvars.example`,
  ...environments.map(({ name }) => `secrets/${name}/secrets.sops.json`),
];

/**
 * Makes the rehearsed project, or brings an existing one up to the checkout's code: copies of files, throwaway
 * inputs, the synthesised stacks, and beside each infrastructure stack what takes the place of Terraform Cloud: an
 * override that keeps the state in a file, and the variables that the workspace would give.
 * @param env the environment in which the app makes the stacks.
 */
export async function prepareProject(layout: Layout, env: NodeJS.ProcessEnv): Promise<void> {
  fs.mkdirSync(layout.project, { recursive: true });
  fs.writeFileSync(layout.cliConfig, "");
  copyFiles(layout);
  linkCommand(layout);
  await writeAtomically(path.join(layout.project, "cdktf.json"), rehearsedCdktfJson(layout));
  const inputs = await makeInputs(layout.project, environments);
  await synthesise(layout.project, env);
  for (const environment of environments) replaceTerraformCloud(layout, environment, inputs);
  for (const stack of [TFC_BOOTSTRAP, ...environments.map(infraStackId)])
    lockProviders(stackFolder(layout.output, stack));
}

/** Copies files, except for the infra JSONs: those are for the rehearsal to write. */
function copyFiles({ checkout, project }: Layout): void {
  const infraJsons = new Set(environments.map(({ name }) => path.basename(infraJsonPath(name))));
  for (const name of COPIED) {
    const copy = path.join(project, name);
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    mirror(path.join(checkout, name), copy, (file) => infraJsons.has(file));
  }
}

/** `./cartographer`, typed in the rehearsed project as in the checkout: the command is the checkout's. */
function linkCommand({ checkout, project }: Layout): void {
  const link = path.join(project, "cartographer");
  fs.rmSync(link, { force: true });
  fs.symlinkSync(path.relative(project, path.join(checkout, "cartographer")), link);
}

/** The checkout's cdktf.json, with the app started from where it is. */
function rehearsedCdktfJson({ checkout, project }: Layout): string {
  // Read by synth before.
  const settings = JSON.parse(fs.readFileSync(path.join(checkout, "cdktf.json"), "utf8")) as object;
  const at = (file: string) => shellWord(path.relative(project, path.join(checkout, file)));
  const app = `node -r ${at("register.js")} ${at("main.ts")} --rehearsal`;
  return `${JSON.stringify({ ...settings, app }, null, 2)}\n`;
}

function replaceTerraformCloud({ output }: Layout, environment: Environment, inputs: StackInputs): void {
  const stack = infraStackId(environment);
  const write = (name: string, contents: object) =>
    fs.writeFileSync(path.join(stackFolder(output, stack), name), `${JSON.stringify(contents, null, 2)}\n`);
  write("rehearsal_override.tf.json", {
    terraform: { backend: { local: { path: `../../../state/${stack}.tfstate` } } },
  });
  write("rehearsal.auto.tfvars.json", inputs);
}

/** The part of a synthesised stack that is read here. */
interface Stack {
  readonly terraform: {
    readonly required_providers: Readonly<Record<string, { readonly source: string; readonly version: string }>>;
  };
}

/**
 * Writes the lock file that cdktf would otherwise ask Terraform's registry for; it has no checksums, for nothing is
 * installed.
 */
function lockProviders(folder: string): void {
  // Written by cdktf just now.
  const stack = JSON.parse(fs.readFileSync(path.join(folder, "cdk.tf.json"), "utf8")) as Stack;
  const locks = Object.values(stack.terraform.required_providers).map(({ source, version }) => {
    const address = `registry.terraform.io/${source.includes("/") ? source : `hashicorp/${source}`}`;
    return `provider "${address}" {\n  version     = "${version}"\n  constraints = "${version}"\n}\n`;
  });
  fs.writeFileSync(path.join(folder, ".terraform.lock.hcl"), locks.join("\n"));
}
