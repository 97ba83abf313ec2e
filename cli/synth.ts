import { readFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../common/errors";
import { childEnvironment } from "../programs/environment";
import { run } from "../programs/run";
import { stackFolder } from "../stacks/stack-folder";

/** What cdktf.json says about the app. */
interface CdktfSettings {
  /** The shell command that synthesises. */
  readonly app: string;
  /** The folder it synthesises into, from the project's folder. */
  readonly output: string;
}

/**
 * Runs the project's app as `cdktf synth` runs it, without the seconds which that command takes to start.
 * @param root the project's folder.
 * @param env what the app sees, but for the values of Terraform's variables.
 * @throws UserError when cdktf.json cannot be read or the app fails, with what the app said.
 */
export async function synthesise(root: string, env: NodeJS.ProcessEnv = childEnvironment()): Promise<void> {
  const settings = await readSettings(root);
  const options = { cwd: root, env: appEnvironment(settings, env), name: settings.app };
  const outcome = await run("sh", ["-c", settings.app], options);
  if (outcome.exitCode === 0) return;
  const said = outcome.stderr.trim() || outcome.stdout.trim() || `it ended with exit code ${outcome.exitCode}`;
  throw new UserError(`The stacks cannot be synthesised (${settings.app}, in ${root}):\n${said}`);
}

/**
 * The folder in which Terraform runs for a stack of the project.
 * @throws UserError when cdktf.json cannot be read.
 */
export async function terraformFolder(root: string, stackId: string): Promise<string> {
  const { output } = await readSettings(root);
  return stackFolder(path.resolve(root, output), stackId);
}

function appEnvironment({ output }: CdktfSettings, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // TF_VAR_ values belong to Terraform alone: an app that saw them could write a secret into its stacks.
  const seen = Object.entries(env).filter(([name]) => !name.startsWith("TF_VAR_"));
  return { ...Object.fromEntries(seen), CDKTF_OUTDIR: output };
}

async function readSettings(root: string): Promise<CdktfSettings> {
  const file = path.join(root, "cdktf.json");
  const refuse = (problem: string) => new UserError(`${file} ${problem}.`, `git diff -- ${file}`);
  const settings = parseObject(await readFile(file, "utf8"));
  if (!settings) throw refuse("is no JSON object");
  const { app, output = "cdktf.out" } = settings;
  if (typeof app !== "string" || app.trim() === "") throw refuse('has no "app" command');
  if (typeof output !== "string" || output === "") throw refuse('has an "output" that is no folder name');
  return { app, output };
}

function parseObject(text: string): Partial<Record<"app" | "output", unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
