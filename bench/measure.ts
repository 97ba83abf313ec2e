import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { childEnvironment } from "../cli/environment";

/** What one process cost. */
export interface Cost {
  readonly seconds: number;
  /** Largest resident memory of it, in MB. */
  readonly megabytes: number;
}

const RUNS = 5;

/** Starts `node` in `folder`, and reads its cost from the operating system's own account of the finished process. */
export function node(args: readonly string[], folder: string): Cost {
  const script = `const r = process.resourceUsage; process.on("exit", () => require("node:fs").writeSync(3, String(r().maxRSS)));`;
  const preload = path.join(folder, "account.cjs");
  fs.writeFileSync(preload, script);
  const started = performance.now();
  const child = spawnSync(process.execPath, ["-r", preload, ...args], {
    cwd: folder,
    env: childEnvironment(),
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const seconds = (performance.now() - started) / 1000;
  if (child.status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${child.stderr}`);
  return { seconds, megabytes: Number(child.output[3]) / 1024 };
}

/** The median of several runs, after one that warms the file cache. */
export function measure(args: readonly string[], folder: string, runs = RUNS): Cost {
  node(args, folder);
  const costs = Array.from({ length: runs }, () => node(args, folder));
  const median = (key: keyof Cost) => costs.map((cost) => cost[key]).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
  return { seconds: median("seconds"), megabytes: median("megabytes") };
}

/** Prints a cost as one line of a table. */
export function print(label: string, { seconds, megabytes }: Cost): void {
  console.log(`${label.padEnd(46)}${seconds.toFixed(2).padStart(7)} s ${megabytes.toFixed(0).padStart(6)} MB`);
}
