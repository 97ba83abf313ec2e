import * as fs from "node:fs";
import * as path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { UserError } from "../common/errors";
import { QUESTION } from "../programs/patience";
import type { Outcome } from "../programs/run";
import { runTerraform, type Terraform } from "../programs/terraform";
import { STATEFUL_TYPES } from "../resources";
import { type Plan, type PlannedChanges, readPlan } from "./plan-json";

/** A step that was done. */
interface Step {
  readonly name: "init" | "validate" | "plan" | "apply" | "second plan";
  readonly seconds: number;
}

/** What the rehearsal of one stack came to. */
export interface StackReport {
  readonly stack: string;
  readonly steps: readonly Step[];
  readonly changes: PlannedChanges;
  /** Number of resources in the state afterwards, by type. */
  readonly resources: Readonly<Record<string, number>>;
}

/** What it needs to run Terraform on one stack. */
export interface StackRehearsal {
  readonly terraform: Terraform;
  readonly stack: string;
  /** The folder in which Terraform runs it. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Addresses that the stack must have, whatever else changes. */
  readonly keeps: readonly string[];
  /** Called after every step, with what there is to say of it. */
  readonly onStep: (step: Step, remark: string) => void;
}

const PLAN_FILE = "rehearsal.tfplan";
/** The exit code of `terraform plan -detailed-exitcode` when there is something to do. */
const NOT_EMPTY = 2;

/**
 * Applies one stack as a person would: init, validate, plan, apply, and a second plan that must be empty.
 * @throws UserError with Terraform's words when a step fails, the plan would destroy what cannot be made again, or the
 * second plan is not empty.
 */
export async function rehearseStack(rehearsal: StackRehearsal): Promise<StackReport> {
  const steps: Step[] = [];
  const time = async <T>(name: Step["name"], work: Promise<T>, remark: (result: T) => string = () => "") => {
    const started = performance.now();
    const result = await work;
    const step = { name, seconds: (performance.now() - started) / 1000 };
    steps.push(step);
    rehearsal.onStep(step, remark(result));
    return result;
  };
  const planFile = path.join(rehearsal.folder, PLAN_FILE);
  try {
    await time("init", terraformStep(rehearsal, ["init", "-input=false"]));
    await time("validate", terraformStep(rehearsal, ["validate"]));
    const planned = await time("plan", plan(rehearsal), describeChanges);
    refuseLoss(rehearsal, planned);
    await time("apply", terraformStep(rehearsal, ["apply", "-input=false", PLAN_FILE]));
    await time("second plan", demandEmptyPlan(rehearsal), () => "empty");
    return { stack: rehearsal.stack, steps, changes: planned.changes, resources: countResources(planned) };
  } finally {
    // A saved plan holds the values of all variables.
    fs.rmSync(planFile, { force: true });
  }
}

async function terraformStep(
  { terraform, stack, folder, env }: StackRehearsal,
  args: readonly string[],
  within?: number,
): Promise<string> {
  const outcome = await runTerraform(terraform, args, { cwd: folder, env, within });
  if (outcome.exitCode === 0) return outcome.stdout;
  throw new UserError(`${stack}: terraform ${args[0]} failed.\n\n${said(outcome)}`);
}

/** What Terraform printed, errors first, without colours: not every one of its commands knows -no-color. */
function said({ exitCode, stderr, stdout }: Outcome): string {
  const printed = stripVTControlCharacters(`${stderr}${stdout}`).trim();
  return printed || `It ended with exit code ${exitCode} and said nothing.`;
}

async function plan(rehearsal: StackRehearsal): Promise<Plan> {
  await terraformStep(rehearsal, ["plan", "-input=false", `-out=${PLAN_FILE}`]);
  return readPlan(await terraformStep(rehearsal, ["show", "-json", PLAN_FILE], QUESTION));
}

/** prevent_destroy goes when its block is deleted from the code; this does not. */
function refuseLoss({ stack, keeps }: StackRehearsal, { changes, unchanged, gone }: Plan): void {
  const { create, update, replace, destroy } = changes;
  const isStateful = (address: string) => STATEFUL_TYPES.some((type) => address.startsWith(`${type}.`));
  const refuse = (problem: string) => {
    throw new UserError(
      `${stack}: ${problem}, which no apply brings back. Nothing was applied.`,
      "restore the construct and its address, or, if the loss is meant, rehearse from nothing: npm run rehearse",
    );
  };
  const lost = [...destroy, ...replace].filter(isStateful);
  if (lost.length > 0) refuse(`this plan would destroy ${lost.join(", ")}`);
  const vanished = gone.filter(isStateful);
  if (vanished.length > 0) refuse(`the cloud has lost ${vanished.join(", ")}`);
  const planned = new Set([...create, ...update, ...unchanged]);
  const missing = keeps.filter((address) => !planned.has(address));
  if (missing.length > 0) refuse(`the code has no ${missing.join(", ")}: applied to what stands, that destroys it`);
}

async function demandEmptyPlan({ terraform, stack, folder, env }: StackRehearsal): Promise<void> {
  const args = ["plan", "-input=false", "-detailed-exitcode"];
  const outcome = await runTerraform(terraform, args, { cwd: folder, env });
  if (outcome.exitCode === 0) return;
  if (outcome.exitCode !== NOT_EMPTY) throw new UserError(`${stack}: the second plan failed.\n\n${said(outcome)}`);
  throw new UserError(
    `${stack}: the plan after the apply is not empty; whoever applies would see this for ever:\n\n${said(outcome)}`,
  );
}

/** What stands once a plan is applied, counted. */
function countResources({ changes: { create, update, replace }, unchanged }: Plan): Readonly<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const address of [...create, ...update, ...replace, ...unchanged].toSorted()) {
    const type = address.split(".")[0] ?? "";
    count[type] = (count[type] ?? 0) + 1;
  }
  return count;
}

function describeChanges({ changes: { create, update, replace, destroy } }: Plan): string {
  const counts = [
    `${create.length} to add`,
    update.length > 0 && `${update.length} to change (${update.join(", ")})`,
    replace.length > 0 && `${replace.length} to REPLACE (${replace.join(", ")})`,
    destroy.length > 0 && `${destroy.length} to DESTROY (${destroy.join(", ")})`,
  ];
  return counts.filter(Boolean).join(", ");
}
