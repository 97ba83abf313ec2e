import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../common/errors";
import { hasCode, writeAtomically } from "../common/files";
import { type Environment, environmentNamed, infraStackId } from "../config";
import {
  type InfraMetadata,
  infraJsonPath,
  parseInfraJson,
  parseInfraMetadata,
  serialiseInfraMetadata,
} from "../contract";
import { demandShell, isRehearsed } from "../programs/demand-shell";
import { commitCommands } from "../programs/git";
import { findTerraform, readOutput } from "../programs/terraform";
import { describeDifference } from "./difference";
import { findProjectRoot } from "./project-root";
import { syncSshConfig } from "./ssh-config";
import { synthesise, terraformFolder } from "./synth";

export interface SyncOptions {
  /** Write nothing and throw when the file is not up to date. @default false */
  readonly check?: boolean;
  /** Whether cdktf.out is fresh, as it is after a deploy. @default false: it is synthesised first */
  readonly synthesised?: boolean;
}

/** What stands in the working tree. */
type Local =
  | { readonly kind: "missing" }
  | { readonly kind: "broken"; readonly problem: string }
  | { readonly kind: "read"; readonly text: string; readonly metadata: InfraMetadata };

/**
 * `cartographer sync <environment> [--check]`: compares the committed infra JSON with the output of the environment's
 * stack, shows the difference and writes the file anew: the very bytes that Terraform's local_file writes. The way to
 * the hosts follows (ssh-config.ts).
 * @throws UserError for whatever is in the way, and with `check` when the file is not up to date.
 */
export async function sync(name: string, { check = false, synthesised = false }: SyncOptions = {}): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  demandShell(isRehearsed(root));
  const metadata = await readInfraMetadata(root, environment, synthesised);
  const file = infraJsonPath(environment.name);
  const local = await readLocal(path.join(root, file), environment.name, file);
  const contents = serialiseInfraMetadata(metadata);

  for (const line of report(file, local, metadata, contents)) console.log(line);
  const current = local.kind === "read" && serialiseInfraMetadata(local.metadata) === contents;
  if (check && !current) {
    throw new UserError(`${file} is not up to date.`, `./cartographer sync ${environment.name}`);
  }
  if (!check && !(local.kind === "read" && local.text === contents)) {
    await writeAtomically(path.join(root, file), contents);
    console.log(`${file} written.`);
  }
  const next = await commitCommands([path.join(root, file)], `hosts: infrastructure of ${environment.name}`);
  for (const command of next) console.log(`  next: ${command}`);
  for (const line of await syncSshConfig(root, check)) console.log(line);
}

async function readInfraMetadata(root: string, environment: Environment, synthesised: boolean): Promise<InfraMetadata> {
  const terraform = await findTerraform();
  if (!synthesised) await synthesise(root);
  const stack = infraStackId(environment);
  const cwd = await terraformFolder(root, stack);
  if (!existsSync(cwd))
    throw new UserError(`The app makes no stack ${stack}: ${cwd} does not exist.`, "npx cdktf list");
  const value = await readOutput(terraform, OUTPUT, { cwd });
  if (value === undefined) {
    throw new UserError(
      `${stack} has no output ${OUTPUT} yet: it was never deployed.`,
      `npm run deploy -- ${environment.name}`,
    );
  }
  return parseInfraMetadata(value, environment.name, `The output ${OUTPUT} of ${stack}`);
}

const OUTPUT = "infra_metadata";

async function readLocal(file: string, environment: string, where: string): Promise<Local> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return { kind: "missing" };
    throw new UserError(`${where} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
  try {
    return { kind: "read", text, metadata: parseInfraJson(text, environment, where) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "broken", problem: error.message };
  }
}

function report(file: string, local: Local, metadata: InfraMetadata, contents: string): readonly string[] {
  if (local.kind === "missing")
    return [`${file} does not exist; Terraform knows:`, ...describeDifference(undefined, metadata)];
  if (local.kind === "broken") return [local.problem, "Terraform knows:", ...describeDifference(undefined, metadata)];
  if (local.text === contents) return [`${file} is up to date.`];
  const difference = describeDifference(local.metadata, metadata);
  if (difference.length === 0) return [`${file} has the values that Terraform knows, in another format.`];
  return [`${file} differs from what Terraform knows:`, ...difference];
}
