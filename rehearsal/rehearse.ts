import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../common/errors";
import { type Environment, environments, infraStackId, TFC_BOOTSTRAP } from "../config";
import { type InfraMetadata, infraJsonPath, parseInfraJson, serialiseInfraMetadata } from "../contract";
import { findTerraform, type Terraform } from "../programs/terraform";
import { STATEFUL_ADDRESSES } from "../resources";
import { stackFolder } from "../stacks/stack-folder";
import { rehearsalEnvironment } from "./environment";
import { evaluateHive, findNix, type NodeReport } from "./hive/hive";
import { eachInOrder } from "./in-order";
import type { Layout } from "./layout";
import { refuseLeaks } from "./leaks";
import { type Session, withSession } from "./session";
import { rehearseStack, type StackReport } from "./stack-rehearsal";

export interface RehearsalOptions {
  /** The environments whose infrastructure is rehearsed. */
  readonly environments: readonly Environment[];
  /**
   * Whether the cloud and the states of the last rehearsal are kept, so that plans show what the code changed since.
   */
  readonly keep: boolean;
  /** Called for every line of progress. */
  readonly say: (line: string) => void;
}

/** What a rehearsal came to. Everything in it held; what does not hold is thrown. */
export interface RehearsalReport {
  readonly terraform: string;
  readonly stacks: readonly StackReport[];
  readonly infraJsons: readonly string[];
  readonly nodes: readonly NodeReport[];
  readonly seconds: number;
}

/**
 * Rehearses the whole deployment on this machine: the stacks applied by real Terraform against the local cloud, the
 * infra JSONs read back, the hive evaluated from them.
 * @throws UserError for the first thing that does not hold.
 */
export async function rehearse(layout: Layout, options: RehearsalOptions): Promise<RehearsalReport> {
  const started = performance.now();
  const terraform = await findTerraform(rehearsalEnvironment(layout));
  findNix();
  const stacks = [TFC_BOOTSTRAP, ...options.environments.map(infraStackId)];
  const proved = await withSession(layout, { fresh: !options.keep }, (session) =>
    rehearseStacks(session, terraform, stacks, options.say),
  );
  return { ...proved, seconds: (performance.now() - started) / 1000 };
}

/**
 * The same for some of the stacks, in the project as a session has it.
 * @throws UserError as above.
 */
export async function rehearseStacks(
  session: Session,
  terraform: Terraform,
  ids: readonly string[],
  say: RehearsalOptions["say"],
): Promise<Omit<RehearsalReport, "seconds">> {
  const { layout } = session;
  const stacks = await eachInOrder(ids, (stack) =>
    rehearseStack({
      terraform,
      stack,
      ...runsIn(session, stack),
      keeps: stack === TFC_BOOTSTRAP ? [] : STATEFUL_ADDRESSES,
      onStep: stepLine(stack, say),
    }),
  );
  const names = environments.filter((environment) => ids.includes(infraStackId(environment))).map(({ name }) => name);
  const contracts = names.map((name) => readInfraJson(layout, name));
  refuseLeaks(layout, names);
  const nodes = await timed("hive", say, () => evaluateHive(layout.project, names));
  for (const contract of contracts) demandValuesOf(contract, nodes);
  return { terraform: terraform.version, stacks, infraJsons: names.map(infraJsonPath), nodes };
}

function runsIn({ layout, env }: Session, stack: string) {
  return { folder: stackFolder(layout.output, stack), env };
}

function stepLine(stack: string, say: RehearsalOptions["say"]) {
  return ({ name, seconds }: { name: string; seconds: number }, remark: string) =>
    say(`${stack.padEnd(16)}${name.padEnd(13)}${seconds.toFixed(1).padStart(4)} s  ${remark}`.trimEnd());
}

async function timed<T>(what: string, say: RehearsalOptions["say"], work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  stepLine(what, say)({ name: "evaluate", seconds: (performance.now() - started) / 1000 }, "");
  return result;
}

/** The JSON that Terraform wrote, checked against the contract and to the byte. */
function readInfraJson(layout: Layout, environment: string): InfraMetadata {
  const name = infraJsonPath(environment);
  const file = path.join(layout.project, name);
  if (!fs.existsSync(file)) throw new UserError(`Terraform has applied infra-${environment}, and wrote no ${name}.`);
  const text = fs.readFileSync(file, "utf8");
  const metadata = parseInfraJson(text, environment, `${name} of the rehearsal`);
  if (serialiseInfraMetadata(metadata) !== text) {
    throw new UserError(`Terraform wrote ${name} in other bytes than \`cartographer sync\` would.`);
  }
  return metadata;
}

/** The node must have its values from the JSON that was written just now. */
function demandValuesOf(contract: InfraMetadata, nodes: readonly NodeReport[]): void {
  const node = nodes.find(({ environment }) => environment === contract.environment);
  if (!node)
    throw new UserError(`The hive has no node for ${contract.environment}.`, "add its line to hosts/table.nix");
  const demand = (key: string, found: string, value: string): void => {
    if (found === value) return;
    throw new UserError(`${node.name} has ${key} ${found}, but the infra JSON just written says ${value}.`);
  };
  demand("domain", node.domain, contract.domain);
  demand("mountDevice", node.mountDevice, `${contract.efs_dns_name}:/`);
}
