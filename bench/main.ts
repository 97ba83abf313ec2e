import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { commandLine, start } from "../cli/command-line";
import { asCdktfInitWouldHaveIt } from "./cdktf-init";
import { measure, node, print } from "./measure";

// All figures are ratios within one run on one machine: absolute times differ from machine to machine.

const checkout = path.resolve(__dirname, "..");
/** Most of the time and of the memory that synthesis may take of what the same stacks take in a project of `cdktf init`. */
const LIMITS = { seconds: 1 / 15, megabytes: 1 / 8 };

function synthesis(folder: string): boolean {
  const project = path.join(folder, "project");
  const init = path.join(folder, "init");
  for (const made of [project, init]) fs.mkdirSync(made);
  asCdktfInitWouldHaveIt(checkout, init);

  const bare = measure(["-e", "require('cdktf')"], checkoutLink(folder));
  const ours = measure(["-r", path.join(checkout, "register.js"), path.join(checkout, "main.ts")], project);
  const theirs = measure(["-r", "ts-node/register", "main.ts"], init, 1);
  console.log("Synthesis of all three stacks");
  print("  bare: node -e \"require('cdktf')\"", bare);
  print("  this project", ours);
  print("  as cdktf init sets it up", theirs);
  const holds = (["seconds", "megabytes"] as const).map((key) => {
    const ratio = ours[key] / theirs[key];
    console.log(
      `  ${key}: 1/${(1 / ratio).toFixed(1)} of cdktf init's (at most 1/${1 / LIMITS[key]}), ${(ours[key] / bare[key]).toFixed(1)} x bare`,
    );
    return ratio <= LIMITS[key];
  });
  return holds.every(Boolean);
}

/** A folder in which node finds this project's packages. */
function checkoutLink(folder: string): string {
  const link = path.join(folder, "bare");
  fs.mkdirSync(link);
  fs.symlinkSync(path.join(checkout, "node_modules"), path.join(link, "node_modules"));
  return link;
}

/** By how much more of time an environment among a thousand may take than one among a hundred: the noise of a machine. */
const NOISE = 1.2;

/** Synthesis of ever more environments: what one more of them costs must not grow with their number. */
function growth(folder: string): boolean {
  console.log("Growth");
  const seconds = (count: number): number => {
    const project = path.join(folder, `growth-${count}`);
    fs.mkdirSync(project);
    const args = ["-r", path.join(checkout, "register.js"), path.join(checkout, "bench/growth.ts"), String(count)];
    const cost = count < 1000 ? measure(args, project, 3) : node(args, project);
    print(`  ${count} environments`, cost);
    return cost.seconds;
  };
  const [one, ten, hundred, thousand] = [seconds(1), seconds(10), seconds(100), seconds(1000)];
  // Differences, because the start of the process would hide growth behind the first few.
  const each = [(ten - one) / 9, (hundred - ten) / 90, (thousand - hundred) / 900].map((more) => more * 1000);
  console.log(`  one more of them: ${each.map((milliseconds) => `${milliseconds.toFixed(1)} ms`).join(", ")}`);
  const [, among100 = 0, among1000 = 0] = each;
  return among1000 <= among100 * NOISE;
}

function bench(): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cartographer-bench-"));
  try {
    const holds = [synthesis(folder), growth(folder)];
    process.exitCode = holds.every(Boolean) ? 0 : 1;
    console.log(process.exitCode === 0 ? "Within the limits." : "Over the limits.");
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const program = commandLine({
  name: "npm run bench --",
  description: "Measure synthesis: time and memory, as ratios, and growth; exit 1 over the limits.",
  examples: ["npm run bench"],
}).action(bench);

start(() => program.parseAsync());
