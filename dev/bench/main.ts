import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { commandLine, start } from "../../cli/command-line";
import { demandTemporaryFolder } from "../../programs/demand-shell";
import { type Measured, over, table } from "./figures";
import { againstInit, type Bench, growth, rehearsal, synthesis } from "./measurements";

/** Less than a minute, most of it for the way of cdktf init and a thousand environments. */
async function whole(folder: string): Promise<Measured> {
  const bench: Bench = { folder, runs: 9 };
  const { bare, ours, ...synthesised } = synthesis(bench);
  const init = await againstInit(bench, ours);
  return { ...synthesised, ...init, ...growth(bench, [1, 10, 100, 1000], bare), ...rehearsal(bench, 3) };
}

/** A few seconds, for CI. */
function short(folder: string): Measured {
  const bench: Bench = { folder, runs: 3 };
  const { bare, ours: _, ...synthesised } = synthesis(bench);
  return { ...synthesised, ...growth(bench, [1, 100], bare), ...rehearsal(bench, 1) };
}

async function bench({ short: isShort = false }: { readonly short?: boolean }): Promise<void> {
  demandTemporaryFolder();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cartographer-bench-"));
  try {
    const measured = isShort ? short(folder) : await whole(folder);
    const tooSlow = over(measured, isShort);
    console.log(["", ...table(measured, isShort), ""].join("\n"));
    console.log(tooSlow.length === 0 ? "Within the limits." : `Over the limits: ${tooSlow.join(", ")}.`);
    process.exitCode = tooSlow.length === 0 ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const program = commandLine({
  name: "npm run bench --",
  description: "Measure synthesis, its growth and a rehearsal, as ratios; exit 1 over the limits.",
  examples: ["npm run bench", "npm run bench -- --short"],
})
  .option("--short", "a few seconds: over its limit is what is twice as slow as when it was committed")
  .action(bench);

start(() => program.parseAsync());
