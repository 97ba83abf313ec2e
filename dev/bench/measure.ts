import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { childEnvironment } from "../../programs/environment";

/** A program of node's, and the folder it is started in. */
export interface Program {
  readonly args: readonly string[];
  readonly folder: string;
}

/** What one process cost. */
export interface Cost {
  /** From its start to its end. */
  readonly seconds: number;
  /** Of the processor, user and system, all its threads together: what a busy machine changes least. */
  readonly cpuSeconds: number;
  /** Largest resident memory, in MB. */
  readonly megabytes: number;
}

/** Reports the operating system's own account of a process as it ends. */
const ACCOUNT = `process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require("node:fs").writeSync(3, JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024]));
});`;

/**
 * Runs a program to its end.
 * @throws Error with what it said when it fails.
 */
export function run({ args, folder }: Program): Cost {
  const preload = path.join(folder, "account.cjs");
  fs.writeFileSync(preload, ACCOUNT);
  const started = performance.now();
  const child = spawnSync(process.execPath, ["-r", preload, ...args], {
    cwd: folder,
    env: childEnvironment(),
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const seconds = (performance.now() - started) / 1000;
  if (child.status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${child.stderr}`);
  const [cpuSeconds, megabytes] = JSON.parse(String(child.output[3])) as [number, number]; // written by ACCOUNT
  return { seconds, cpuSeconds, megabytes };
}

/** The medians of two programs, run turn by turn, so that whatever else the machine does meets both. */
export function inTurn(one: Program, other: Program, runs: number): readonly [Cost, Cost] {
  const pairs = Array.from({ length: runs }, () => [run(one), run(other)] as const);
  return [medianOf(pairs.map(([first]) => first)), medianOf(pairs.map(([, second]) => second))];
}

/** Each figure's own median. */
function medianOf(costs: readonly Cost[]): Cost {
  const of = (key: keyof Cost) => costs.map((cost) => cost[key]).sort((a, b) => a - b)[costs.length >> 1] ?? Number.NaN;
  return { seconds: of("seconds"), cpuSeconds: of("cpuSeconds"), megabytes: of("megabytes") };
}

/** Prints a cost as one line of a table. */
export function print(label: string, { seconds, cpuSeconds, megabytes }: Cost): void {
  const columns = [`${seconds.toFixed(2)} s`, `${cpuSeconds.toFixed(2)} s of CPU`, `${megabytes.toFixed(0)} MB`];
  console.log(`  ${label.padEnd(32)}${columns.map((column) => column.padStart(15)).join("")}`);
}
