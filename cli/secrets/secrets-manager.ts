import { UserError } from "../../common/errors";
import type { InfraMetadata } from "../../contract";
import { childEnvironment } from "../../programs/environment";
import { findOnPath, type Outcome, run } from "../../programs/run";
import { parseDocument, type SecretDocument, serialiseDocument } from "./document";

/** Where an environment's secret is at AWS, as the contract has it. */
export type SecretPlace = Pick<InfraMetadata, "environment" | "aws_region" | "secret_name">;

/**
 * The value of an environment's secret; undefined while it has none.
 * @throws UserError in AWS's words for whatever else is in the way.
 */
export async function readSecret(place: SecretPlace): Promise<SecretDocument | undefined> {
  const outcome = await aws(place, ["get-secret-value", "--query", "SecretString"]);
  // One name for two cases: there is no such secret, or it has no value yet. A push tells them apart.
  if (outcome.exitCode !== 0 && NOT_FOUND.test(outcome.stderr)) return undefined;
  if (outcome.exitCode !== 0) throw refusal(place, outcome);
  return parseDocument(textIn(outcome.stdout, place), `The secret ${place.secret_name}`);
}

/** The text that AWS keeps, of what its CLI prints: a text in JSON, or null where somebody put bytes there. */
function textIn(printed: string, { secret_name }: SecretPlace): string {
  try {
    const text: unknown = JSON.parse(printed);
    return typeof text === "string" ? text : "";
  } catch {
    // A parser's message would quote what was printed.
    throw new UserError(
      `aws printed something else than the value of ${secret_name}.`,
      "aws --version (the second version is needed), and whether an alias of yours changes what it prints: " +
        "~/.aws/cli/alias",
    );
  }
}

/**
 * Makes these the value of an environment's secret. The value goes through standard input: arguments can be seen by
 * every process of the machine, and stay in the shell's history.
 * @throws UserError in AWS's words; the secret is as before then.
 */
export async function writeSecret(place: SecretPlace, secrets: SecretDocument): Promise<void> {
  const args = ["put-secret-value", "--secret-string", "file:///dev/stdin", "--query", "VersionId"];
  const outcome = await aws(place, args, serialiseDocument(secrets));
  if (outcome.exitCode !== 0) throw refusal(place, outcome);
}

// The CLI has one exit code for every refusal of a service, so its words decide: botocore, exceptions.ClientError.
const NOT_FOUND = /\(ResourceNotFoundException\)/;
const NOT_ALLOWED =
  /\((AccessDenied\w*|UnrecognizedClientException|ExpiredToken\w*|InvalidClientTokenId)\)|Unable to locate credentials|SSO/i;

function aws({ aws_region, secret_name }: SecretPlace, args: readonly string[], input?: string): Promise<Outcome> {
  const executable = findOnPath("aws");
  if (!executable) {
    throw new UserError(
      "The AWS CLI (aws) is not on the PATH.",
      "nix develop, or https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    );
  }
  const where = ["--secret-id", secret_name, "--region", aws_region, "--output", "json"];
  const options = { cwd: process.cwd(), env: childEnvironment({ AWS_PAGER: "" }), input };
  const command = [executable, "secretsmanager", ...args, ...where];
  // Node gives a child a socket as its standard input, and Linux opens no socket by a name such as /dev/stdin: hence a
  // pipe.
  return run("sh", ["-c", input === undefined ? 'exec "$@"' : 'cat | "$@"', "aws", ...command], options);
}

function refusal({ environment, secret_name }: SecretPlace, { stderr }: Outcome): UserError {
  const said = stderr.trim().split("\n").at(-1) ?? "";
  const next = NOT_FOUND.test(stderr)
    ? `npm run deploy -- ${environment} (the infrastructure stack makes the secret)`
    : NOT_ALLOWED.test(said)
      ? "aws sts get-caller-identity (who you are at AWS), then log in as somebody who may"
      : "mend what AWS names, then run this command again";
  return new UserError(`AWS refuses ${secret_name}: ${said}`, next);
}
