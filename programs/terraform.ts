import { UserError } from "../common/errors";
import { MINIMUM_TERRAFORM, project } from "../config";
import { isJson, isObject, parseJson, readAnswer, saidBy } from "./answer";
import { childEnvironment } from "./environment";
import { QUESTION } from "./patience";
import { findOnPath, type Outcome, type RunOptions, run } from "./run";
import { without } from "./shell";

/** A Terraform that is recent enough. */
export interface Terraform {
  readonly executable: string;
  /** For example "1.11.4". */
  readonly version: string;
}

const INSTALL =
  "brew install hashicorp/tap/terraform (macOS), or on Linux: https://developer.hashicorp.com/terraform/install";

/** Milliseconds within which Terraform tells its version, also on a busy machine: it does nothing else then. */
const AT_ONCE = 30_000;

/**
 * The Terraform on the PATH.
 * @param within milliseconds in which it has to answer.
 * @throws UserError when there is none, or one older than {@link MINIMUM_TERRAFORM}, saying how to get one; in its own
 * words when it does not answer.
 */
export async function findTerraform(env: NodeJS.ProcessEnv = childEnvironment(), within = AT_ONCE): Promise<Terraform> {
  const executable = findOnPath("terraform", env);
  if (!executable) throw new UserError("Terraform is not on the PATH.", INSTALL);
  const outcome = await runTerraform({ executable }, ["version", "-json"], { cwd: process.cwd(), env, within });
  const version = versionIn(outcome.stdout);
  if (!version) {
    const problem = `${executable} does not say its version (exit code ${outcome.exitCode}): is it Terraform?`;
    throw new UserError(`${problem} It said: ${saidBy(outcome)}`, nextAfter(outcome));
  }
  if (!isAtLeast(version, MINIMUM_TERRAFORM)) {
    throw new UserError(
      `${executable} is Terraform ${version}; this project needs ${MINIMUM_TERRAFORM} or later.`,
      INSTALL,
    );
  }
  return { executable, version };
}

/**
 * Runs Terraform in a stack's folder to its end, unattended (it asks nothing), whatever its exit code.
 * @throws UserError when it cannot be started; Interrupted when a signal to stop came meanwhile.
 */
export function runTerraform(
  { executable }: Pick<Terraform, "executable">,
  args: readonly string[],
  options: RunOptions,
): Promise<Outcome> {
  const env = { ...without("unread", options.env ?? childEnvironment()) };
  return run(executable, args, { ...options, env });
}

/**
 * `terraform init` in a stack's folder.
 * @throws UserError for whatever stops it, in Terraform's words; when nobody is logged in, with the command for that.
 */
async function initialise(terraform: Terraform, options: RunOptions): Promise<void> {
  const outcome = await runTerraform(terraform, ["init", "-input=false", "-no-color"], options);
  if (outcome.exitCode !== 0) throw refusal("init", outcome);
}

/**
 * The value of an output from the stack's state, wherever that is kept; undefined when there is no state or no such
 * output yet. Initialises a folder that Terraform has not seen.
 * @throws UserError for whatever stops Terraform, in its words; when nobody is logged in, with the command for that.
 */
export async function readOutput(terraform: Terraform, name: string, options: RunOptions): Promise<unknown> {
  const read = () => runTerraform(terraform, ["output", "-no-color", "-json", name], { within: QUESTION, ...options });
  let outcome = await read();
  if (outcome.exitCode !== 0 && NOT_INITIALISED.test(outcome.stderr)) {
    await initialise(terraform, options);
    outcome = await read();
  }
  if (outcome.exitCode === 0) return readAnswer(outcome.stdout, "terraform output", "a value in JSON", isJson, CHECK);
  if (NO_OUTPUT.test(outcome.stderr)) return undefined;
  throw refusal("output", outcome);
}

// Terraform has one exit code for every failure, so its words decide: seen in 1.11.4.
const NOT_INITIALISED = /initialization required|Backend configuration changed|terraform init/i;
const NO_OUTPUT = /Output "[^"]*" not found|No outputs found|No state/i;
const NOT_LOGGED_IN = /Required token could not be found|unauthorized|terraform login/i;

function refusal(verb: string, outcome: Outcome): UserError {
  const { hostname } = project.terraformCloud;
  if (NOT_LOGGED_IN.test(outcome.stderr)) {
    return new UserError(`Terraform has no valid token for ${hostname}.`, `terraform login ${hostname}`);
  }
  const said = firstError(outcome.stderr) || `it ended with exit code ${outcome.exitCode} and said ${saidBy(outcome)}`;
  return new UserError(`terraform ${verb} failed: ${said}`, "mend what Terraform names, then run this command again");
}

/** Terraform's first error without its frame, or all it said. */
function firstError(stderr: string): string {
  const plain = stderr.replaceAll(/^[│╷╵] ?/gm, "").trim();
  const start = plain.indexOf("Error: ");
  return start < 0 ? plain : plain.slice(start + "Error: ".length);
}

/** hashicorp/setup-terraform puts a script before Terraform that adds lines of its own to what Terraform prints. */
const WRAPPER = /^(\[command\]|::)/m;
const CHECK = "terraform version; type -a terraform";

function nextAfter({ stdout }: Outcome): string {
  if (WRAPPER.test(stdout)) return "terraform_wrapper: false, in the workflow that uses hashicorp/setup-terraform";
  return `do what it says, until \`terraform version\` answers with ${MINIMUM_TERRAFORM} or later; or: ${INSTALL}`;
}

function versionIn(json: string): string | undefined {
  const answer = parseJson(json);
  return isObject(answer) && typeof answer.terraform_version === "string" ? answer.terraform_version : undefined;
}

function isAtLeast(version: string, minimum: string): boolean {
  return version.localeCompare(minimum, "en", { numeric: true }) >= 0;
}
