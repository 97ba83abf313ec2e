import path from "node:path";
import { UserError } from "../../common/errors";
import { isJson, isObject, readAnswer, saidBy } from "../../programs/answer";
import { nixEnvironment } from "../../programs/nix";
import { QUESTION } from "../../programs/patience";
import { findOnPath, type Outcome, run } from "../../programs/run";
import { shellWord } from "../../programs/shell-word";

/** What the hive says about one host. */
export interface NodeReport {
  /** The node, as `colmena apply --on` takes it. */
  readonly name: string;
  readonly environment: string;
  /** Where Colmena deploys; "run-cartographer-sync-<env>.invalid" while the JSON is that of a rehearsal. */
  readonly targetHost: string;
  readonly targetUser: string;
  readonly tags: readonly string[];
  /** What Colmena adds to each ssh. */
  readonly sshOptions: readonly string[];
  readonly domain: string;
  /** The NixOS release that the host was born with. */
  readonly stateVersion: string;
  readonly mountDevice: string;
  readonly mountOptions: readonly string[];
  /** Units of the host that the hive declares. */
  readonly units: readonly string[];
  /** How secrets reach the host: `cartographer.secrets.backend`. */
  readonly secretsBackend: string;
  /** Names of the secrets that Colmena copies. */
  readonly keys: readonly string[];
  /** The command that prints each of them on the operator's machine. */
  readonly keyCommands: Readonly<Record<string, readonly string[]>>;
  /** TCP ports that the host's firewall lets through. */
  readonly openPorts: readonly number[];
}

/** A sentence of hosts/contract.nix. */
interface Problem {
  readonly message: string;
  readonly next: string;
}

/** What each value of a {@link NodeReport} is, in the file that makes it (report.nix). */
const NODE: Readonly<Record<keyof NodeReport, (value: unknown) => boolean>> = {
  name: isText,
  environment: isText,
  targetHost: isText,
  targetUser: isText,
  tags: isTexts,
  sshOptions: isTexts,
  domain: isText,
  stateVersion: isText,
  mountDevice: isText,
  mountOptions: isTexts,
  units: isTexts,
  secretsBackend: isText,
  keys: isTexts,
  keyCommands: (value) => isObject(value) && Object.values(value).every(isTexts),
  openPorts: (value) => Array.isArray(value) && value.every((port) => typeof port === "number"),
};

const NIX = "nix-instantiate";
const CHECK = `${NIX} --version; type -a ${NIX}`;

const EVALUATION = path.join(__dirname, "evaluate.nix");

/**
 * Evaluates the hive below `root` (flake.nix, hosts/) with nix alone: the real flake.nix with stub inputs
 * (stub/README.md), so it shows what the hosts' modules say, not that NixOS agrees. The files below `root` must be
 * files, not links: nix follows a link, and would read what stands beside its target.
 * @param environments those to look at; all hosts of hosts/table.nix when left out.
 * @throws UserError when nix is missing, a contract is broken (the sentence of hosts/contract.nix) or the evaluation
 * fails.
 */
export async function evaluateHive(root: string, environments?: readonly string[]): Promise<readonly NodeReport[]> {
  const reports = await evaluate<unknown>(EVALUATION, "reports", {
    root: path.resolve(root),
    environments: JSON.stringify(environments ?? null),
  });
  return readReports(reports);
}

/**
 * An attribute of what a Nix file evaluates to; its type is for the file and its reader to agree on.
 * @param given arguments of the file's function, all texts.
 * @throws UserError when nix is missing or the evaluation fails.
 */
export async function evaluate<Value>(
  file: string,
  attribute: string,
  given: Readonly<Record<string, string>> = {},
): Promise<Value> {
  findNix();
  const named = Object.entries(given).flatMap(([name, value]) => ["--argstr", name, value]);
  const args = ["--eval", "--strict", "--json", "--attr", attribute, ...named, file];
  const options = { cwd: path.dirname(file), env: nixEnvironment(), within: QUESTION };
  const outcome = await run(NIX, args, options);
  if (outcome.exitCode !== 0) throw evaluationFailed(outcome);
  return readAnswer(outcome.stdout, NIX, "a value in JSON", isJson, CHECK) as Value; // as said above
}

/**
 * The nodes in what {@link EVALUATION} evaluates to.
 * @throws UserError for the first problem in it, and for anything else.
 */
export function readReports(reports: unknown): readonly NodeReport[] {
  const unknown = () => new UserError(`${NIX} did not answer with reports of the hosts.`, CHECK);
  if (!Array.isArray(reports)) throw unknown();
  return reports.map((report: unknown) => {
    if (isObject(report) && isProblem(report.problem)) throw new UserError(report.problem.message, report.problem.next);
    if (isObject(report) && isNode(report.node)) return report.node;
    throw unknown();
  });
}

function isProblem(value: unknown): value is Problem {
  return isObject(value) && isText(value.message) && isText(value.next);
}

function isNode(value: unknown): value is NodeReport {
  return isObject(value) && Object.entries(NODE).every(([key, isValid]) => isValid(value[key]));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

/** @throws UserError when the part of nix that is used here is not on the PATH, saying how to install it. */
export function findNix(): void {
  if (findOnPath("nix-instantiate")) return;
  throw new UserError(
    "nix (nix-instantiate) is not on the PATH; the hosts are evaluated with it.",
    "apt-get install -y nix-bin (Debian, Ubuntu), or see https://nixos.org/download (macOS, others)",
  );
}

/** Nix's own words, without the places it passed: old versions begin with the error, new ones end with it. */
function evaluationFailed({ exitCode, stdout, stderr }: Outcome): UserError {
  const start = stderr.lastIndexOf("error:");
  const message = start < 0 ? "" : stderr.slice(start + "error:".length);
  const [sentence = "", ...rest] = message.split("\n").map((line) => line.trim());
  const hint = rest.find((line) => line.startsWith("next: "));
  const where = rest.find((line) => line.startsWith("at /"));
  const said = sentence || `${NIX} ended with exit code ${exitCode} and said ${saidBy({ stdout, stderr })}`;
  return new UserError(
    `The hosts do not evaluate: ${said}${where ? ` (${where})` : ""}`,
    hint?.slice("next: ".length) ?? nextAfter(sentence),
  );
}

/** What to do about an error of nix's own; none when something else is called nix. */
function nextAfter(sentence: string): string | undefined {
  if (sentence === "") return CHECK;
  // An assertion says itself what to do.
  if (sentence.startsWith("Failed assertions")) return undefined;
  const [, file] = /'([^']+)': Permission denied$/.exec(sentence) ?? [];
  if (file)
    return `ls -ld ${shellWord(file)}, which you must be able to read; if it is another's: sudo chown -R "$(id -un)" .`;
  return "nix-instantiate --parse flake.nix hosts/*.nix hosts/*/*.nix shows errors of syntax";
}
