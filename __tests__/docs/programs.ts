import { SSH_CONFIG } from "../../cli/ssh-config";
import { type Given, isOpen, tellApart, Wrong } from "./arguments";
import { checkAws } from "./aws";
import { parseOwn, verbsOf } from "./commander";
import type { Facts } from "./facts";
import { demand, demandAddress, demandUnit } from "./names";
import type { ShellCommand } from "./shell";
import { EVERYDAY, GOALS, PLAIN, type Verbs, WITH_VERBS } from "./syntaxes";

/** The command of the checkout's, as documents type it at its top. */
export const OWN = "./cartographer";

/** Programs whose commands are looked at wherever documents name them, also within a sentence. */
export function isKnown(program: string): boolean {
  return program in WITH_VERBS || program in PLAIN || [OWN, "aws", "cartographer", "npx"].includes(program);
}

/** Whether words are no command to type, but the name of somebody's verb: `terraform import`. */
export function isName([program = "", ...verb]: readonly string[]): boolean {
  return verb.length === 0 || (program !== "npm" && WITH_VERBS[program]?.verbs[verb.join(" ")] !== undefined);
}

/**
 * What is wrong with a command, if anything: against what the programs themselves take, and what the project has.
 * @returns a sentence, or undefined.
 */
export async function problemOf({ words, variables }: ShellCommand, facts: Facts): Promise<string | undefined> {
  try {
    for (const [name, value] of Object.entries(variables)) checkTerraformArguments(name, value, facts);
    await check(words, facts);
    return undefined;
  } catch (error) {
    if (error instanceof Wrong) return error.message;
    throw error;
  }
}

async function check([program = "", ...args]: readonly string[], facts: Facts): Promise<void> {
  if (WRAPPERS.includes(program)) return args.length > 0 ? check(args, facts) : undefined;
  if (program === "npx") return checkNpx(args, facts);
  if (program === OWN || program === "cartographer") return checkOwn("cartographer", args, facts);
  if (program === "aws") return checkAws(args);
  const verbs = WITH_VERBS[program];
  if (verbs) return checkVerb(program, verbs, args, facts);
  const plain = PLAIN[program];
  if (plain) return checkPlain(program, tellApart(args, plain), facts);
  if (!EVERYDAY.test(program) && !isOpen(program)) {
    throw new Wrong(`${program} is a program that __tests__/docs/syntaxes.ts does not know`);
  }
}

/** Programs that run the command behind them. */
const WRAPPERS = ["exec", "sudo", "time"];

function checkNpx([binary = "", ...args]: readonly string[], facts: Facts): Promise<void> {
  if (binary === "cartographer") throw new Wrong(`where it is not installed, npx asks the public registry: ${OWN}`);
  demand(facts.binaries, "program that npx finds", binary);
  return check([binary, ...args], facts);
}

async function checkOwn(own: "cartographer" | "rehearse", args: readonly string[], facts: Facts): Promise<void> {
  const ends = args.indexOf("--");
  const mine = ends < 0 ? args : args.slice(0, ends);
  const others = ends < 0 ? [] : args.slice(ends + 1);
  // For the parser a placeholder is an argument like any other; `…` stands for what the document leaves out.
  const andSoOn = mine.includes("…");
  if (andSoOn) demand(await verbsOf(own), "verb", mine[0] ?? "");
  const environment = andSoOn ? undefined : await parseOwn(own, args);
  if (environment !== undefined) demand(facts.environments, "environment", environment);
  for (const [flag, what] of [
    ["--env", "environments"],
    ["--stack", "stacks"],
  ] as const) {
    const value = mine[mine.indexOf(flag) + 1];
    if (mine.includes(flag) && value !== undefined) demand(facts[what], what.slice(0, -1), value);
  }
  if (mine[0] === "exec") return check(others, facts);
  if (mine[0] === "deploy" && others.length > 0) {
    await check(["cdktf", "deploy", `infra-${mine[1]}`, ...others], facts);
  }
}

async function checkVerb(program: string, verbs: Verbs, args: readonly string[], facts: Facts): Promise<void> {
  const start = beforeVerb(verbs, args);
  const [first = "", second = ""] = args.slice(start);
  const verb = [`${first} ${second}`, first].find((name) => verbs.verbs[name]);
  if (verb === undefined) {
    if (start > 0 && first === "") return;
    if (isOpen(first)) return;
    throw new Wrong(
      `${program} has no verb "${[first, second].join(" ").trim()}"; known: ${Object.keys(verbs.verbs).join(", ")}`,
    );
  }
  const rest = args.slice(start + verb.split(" ").length);
  const given = tellApart(program === "nix" ? withNixPairs(rest) : rest, verbs.verbs[verb] ?? {});
  await RULES[program]?.(verb, given, facts);
}

/** How many words are options of the program itself. */
function beforeVerb({ options = "" }: Verbs, args: readonly string[]): number {
  let at = 0;
  while (args[at]?.startsWith("-")) {
    const [name = ""] = (args[at] ?? "").split("=");
    const known = options.split(" ").find((option) => option.replace("=", "") === name);
    if (!known) throw new Wrong(`${name} is no option of it`);
    at += known.endsWith("=") && !args[at]?.includes("=") ? 2 : 1;
  }
  return at;
}

/** nix's one option with two values, made one with one. */
function withNixPairs(args: readonly string[]): readonly string[] {
  const at = args.indexOf("--override-input");
  if (at < 0) return args;
  if (args.length < at + 3) throw new Wrong("--override-input takes the input and its place");
  return [...args.slice(0, at + 2), ...args.slice(at + 3)];
}

type Rule = (verb: string, given: Given, facts: Facts) => void | Promise<void>;

/** What arguments must name, beyond being well-formed. */
const RULES: Readonly<Record<string, Rule>> = {
  cdktf: demandStacks,
  cdktn: demandStacks,
  colmena: (verb, { options, operands, rest }, facts) => {
    const on = options.filter(([name]) => name === "--on").map(([, value]) => value ?? "");
    if (on.length === 0 && ["apply", "build", "exec", "upload-keys"].includes(verb)) throw new Wrong("it lacks --on");
    for (const node of on.flatMap((nodes) => nodes.split(","))) demand(facts.nodes, "node or tag of the hive", node);
    if (verb === "apply" && operands[0] !== undefined) demand(GOALS, "goal", operands[0]);
    if (verb === "exec") return check(rest.length > 0 ? rest : operands, facts);
  },
  nix: (verb, { options, operands }, facts) => {
    const changed = options
      .filter(([name]) => /^--(?:update|override)-input$/.test(name))
      .map(([, value]) => value ?? "");
    const inputs = verb === "flake update" ? [...operands, ...changed] : changed;
    for (const input of inputs) demand(facts.inputs, "input of flake.nix", input);
  },
  npm: async (verb, { operands, rest }, facts) => {
    const [script = ""] = operands;
    if (verb !== "run") return;
    demand(facts.scripts, "script of package.json", script);
    if (script === "rehearse") await checkOwn("rehearse", rest, facts);
    if (script === "deploy") await checkOwn("cartographer", ["deploy", ...rest], facts);
  },
  systemctl: (_verb, { operands }, facts) => {
    for (const unit of operands) demandUnit(unit, facts);
  },
  terraform: (verb, { options, operands }, facts) => {
    for (const [name, value = ""] of options) if (/^-(?:replace|target)$/.test(name)) demandAddress(value, facts);
    if (verb === "import") demandAddress(operands[0] ?? "", facts);
    if (/^state (?:show|rm)$/.test(verb)) for (const address of operands) demandAddress(address, facts);
    if (verb === "state mv") demandAddress(operands[1] ?? "", facts);
  },
};

function demandStacks(verb: string, { operands }: Given, facts: Facts): void {
  if (["diff", "deploy", "destroy"].includes(verb) && operands.length === 0) throw new Wrong("it names no stack");
  for (const stack of operands) demand(facts.stacks, "stack", stack);
}

function checkPlain(program: string, { options, operands, rest }: Given, facts: Facts): Promise<void> | undefined {
  if (program === "journalctl") {
    for (const [name, value = ""] of options) if (/^(?:-u|--unit)$/.test(name)) demandUnit(value, facts);
  }
  const config = options.find(([name]) => name === "-F")?.[1];
  if (program === "ssh" && config !== undefined) {
    demand([SSH_CONFIG], "configuration of ssh", config);
    demand(facts.nodes, "host in hosts/ssh_config", operands[0] ?? "");
  }
  if (program === "ssh" && rest.length > 0) return check(rest.join(" ").split(" "), facts);
}

/** TF_CLI_ARGS_plan and the like are Terraform's own arguments. */
function checkTerraformArguments(name: string, value: string, facts: Facts): void {
  const [, verb] = /^TF_CLI_ARGS_(\w+)$/.exec(name) ?? [];
  if (verb === undefined) return;
  const syntax = WITH_VERBS.terraform?.verbs[verb];
  if (!syntax) throw new Wrong(`${name}: terraform has no verb "${verb}"`);
  RULES.terraform?.(verb, tellApart(value.split(" "), { ...syntax, operands: [0, 9] }), facts);
}
