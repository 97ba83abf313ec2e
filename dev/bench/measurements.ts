import * as fs from "node:fs";
import * as path from "node:path";
import type { Measured } from "./figures";
import { type Cost, inTurn, type Program, print, run } from "./measure";

const checkout = path.resolve(__dirname, "../..");

/** Where the bench works, and how thoroughly. */
export interface Bench {
  /** An empty folder for whatever the measured programs write. */
  readonly folder: string;
  /** How often the short programs are run: at least three times, because caches are cold the first time. */
  readonly runs: number;
}

/** Synthesis of all stacks, and its unit: `require("cdktf")` and nothing else. */
export function synthesis(bench: Bench): Measured & { readonly bare: Cost; readonly ours: Cost } {
  const [bare, ours] = inTurn(bareIn(bench), ownProgram(bench, "main.ts"), bench.runs);
  print("bare: require('cdktf')", bare);
  print("synthesis of all stacks", ours);
  return { bare, ours, synthesis: ours.cpuSeconds / bare.cpuSeconds };
}

/** The same stacks in a project as `cdktf init` makes it. */
export async function againstInit(bench: Bench, ours: Cost): Promise<Measured> {
  // Loaded here and not above: it needs the compiler of TypeScript, which the short form does without.
  const { asCdktfInitWouldHaveIt } = await import("./cdktf-init");
  const folder = below(bench, "init");
  asCdktfInitWouldHaveIt(checkout, folder);
  const program = { folder, args: ["-r", "ts-node/register", "main.ts"] };
  run(program); // warms the caches
  const theirs = run(program);
  print("the same as cdktf init sets it up", theirs);
  return { initSeconds: ours.seconds / theirs.seconds, initMegabytes: ours.megabytes / theirs.megabytes };
}

/**
 * Synthesis of ever more environments: what one of them costs, and whether that grows with their number.
 * @param counts how many environments, ascending, from 1.
 */
export function growth(bench: Bench, counts: readonly number[], bare: Cost): Measured {
  const costs = counts.map((count) => {
    const cost = run(ownProgram(bench, "dev/bench/growth.ts", String(count)));
    print(`environments: ${count}`, cost);
    return { count, seconds: cost.cpuSeconds };
  });
  const steps = costs.slice(1).map((to, index) => oneMore(costs[index], to));
  console.log(`    one more of them: ${steps.map((seconds) => `${(seconds * 1000).toFixed(1)} ms`).join(", ")}`);
  const environment = oneMore(costs[0], costs.at(-1)) / bare.cpuSeconds;
  const [before, last] = steps.slice(-2);
  return last === undefined || before === undefined ? { environment } : { environment, growth: last / before };
}

interface Synthesised {
  readonly count: number;
  readonly seconds: number;
}

/**
 * Seconds for one environment more. A difference, because the start of the process would hide it behind the first few.
 */
function oneMore(from: Synthesised | undefined, to: Synthesised | undefined): number {
  return from && to ? (to.seconds - from.seconds) / (to.count - from.count) : Number.NaN;
}

/** A whole rehearsal, in a folder of its own. */
export function rehearsal(bench: Bench, runs: number): Measured {
  const [bare, whole] = inTurn(bareIn(bench), ownProgram(bench, "dev/bench/rehearsal.ts"), runs);
  print("a rehearsal (CPU: its node alone)", whole);
  return { rehearsal: whole.seconds / bare.seconds };
}

function bareIn(bench: Bench): Program {
  const folder = below(bench, "bare");
  const packages = path.join(folder, "node_modules");
  if (!fs.existsSync(packages)) fs.symlinkSync(path.join(checkout, "node_modules"), packages);
  return { folder, args: ["-e", "require('cdktf')"] };
}

/** A program of this project, started in a folder of its own. */
function ownProgram(bench: Bench, file: string, ...args: readonly string[]): Program {
  const folder = below(bench, [path.basename(file, ".ts"), ...args].join("-"));
  return { folder, args: ["-r", path.join(checkout, "register.js"), path.join(checkout, file), ...args] };
}

function below({ folder }: Bench, name: string): string {
  const made = path.join(folder, name);
  fs.mkdirSync(made, { recursive: true });
  return made;
}
