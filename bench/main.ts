import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { childEnvironment } from "../cli/environment";

// All figures are ratios within one run on one machine: absolute times differ from machine to machine.

/** What one process cost. */
interface Cost {
  readonly seconds: number;
  /** Largest resident memory of it, in MB. */
  readonly megabytes: number;
}

const checkout = path.resolve(__dirname, "..");
const RUNS = 5;
/** Most of the time and of the memory that synthesis may take of what the same stacks take in a project of `cdktf init`. */
const LIMITS = { seconds: 1 / 15, megabytes: 1 / 8 };

/** The compiler options of cdktf init's TypeScript template, as far as they matter to time. */
const CDKTF_INIT_OPTIONS = {
  target: "ES2022",
  module: "CommonJS",
  strict: true,
  lib: ["ES2023"],
  types: ["node"],
  esModuleInterop: true,
  skipLibCheck: true,
};

/** Starts `node` in `folder`, and reads its cost from the operating system's own account of the finished process. */
function node(args: readonly string[], folder: string): Cost {
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
function measure(args: readonly string[], folder: string, runs = RUNS): Cost {
  node(args, folder);
  const costs = Array.from({ length: runs }, () => node(args, folder));
  const median = (key: keyof Cost) => costs.map((cost) => cost[key]).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
  return { seconds: median("seconds"), megabytes: median("megabytes") };
}

/** The same sources as `cdktf init` would start them: ts-node, and every provider imported by its root. */
function asCdktfInitWouldHaveIt(folder: string): void {
  for (const name of ["config.ts", "contract.ts", "errors.ts", "main.ts", "stacks", "constructs"]) {
    fs.cpSync(path.join(checkout, name), path.join(folder, name), { recursive: true });
  }
  fs.symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
  fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: CDKTF_INIT_OPTIONS }));
  const sources = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /^(?!node_modules).*\.ts$/.test(file));
  for (const source of sources) {
    const file = path.join(folder, source);
    fs.writeFileSync(file, rootImports(fs.readFileSync(file, "utf8")));
  }
}

/** `import { Vpc } from "@cdktf/provider-aws/lib/vpc"` becomes `import { vpc } from "@cdktf/provider-aws"` and `vpc.Vpc`. */
function rootImports(source: string): string {
  return source.replaceAll(
    /import (type )?\{([^}]+)\} from "(@cdktf\/provider-\w+)\/lib\/([\w-]+)";/g,
    (_all, typeOnly: string | undefined, names: string, provider: string, module: string) => {
      const space = module.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
      const local = `${provider.replaceAll(/\W/g, "_")}_${space}`;
      const bindings = names
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean);
      const lines = bindings.map((binding) => {
        const [name = "", alias = name] = binding.replace(/^type /, "").split(" as ");
        const isType = typeOnly !== undefined || binding.startsWith("type ");
        const type = `type ${alias} = ${local}.${name};`;
        return isType ? type : `const ${alias} = ${local}.${name}; ${type}`;
      });
      return `import { ${space} as ${local} } from "${provider}"; ${lines.join(" ")}`;
    },
  );
}

function print(label: string, { seconds, megabytes }: Cost): void {
  console.log(`${label.padEnd(46)}${seconds.toFixed(2).padStart(7)} s ${megabytes.toFixed(0).padStart(6)} MB`);
}

function synthesis(folder: string): boolean {
  const project = path.join(folder, "project");
  const init = path.join(folder, "init");
  for (const made of [project, init]) fs.mkdirSync(made);
  asCdktfInitWouldHaveIt(init);

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

/** Synthesis of ever more environments: the time of each must not grow with their number. */
function growth(folder: string): boolean {
  console.log("Growth");
  const perEnvironment = [1, 10, 100, 1000].map((count) => {
    const project = path.join(folder, `growth-${count}`);
    fs.mkdirSync(project);
    const args = ["-r", path.join(checkout, "register.js"), path.join(checkout, "bench/growth.ts"), String(count)];
    const cost = count < 1000 ? measure(args, project, 3) : node(args, project);
    print(`  ${count} environments`, cost);
    return { count, milliseconds: (cost.seconds * 1000) / count };
  });
  const [ten, , thousand] = perEnvironment.slice(1);
  for (const { count, milliseconds } of perEnvironment) console.log(`  ${count}: ${milliseconds.toFixed(1)} ms each`);
  return ten !== undefined && thousand !== undefined && thousand.milliseconds <= ten.milliseconds;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cartographer-bench-"));
try {
  const holds = [synthesis(folder), growth(folder)];
  process.exitCode = holds.every(Boolean) ? 0 : 1;
  console.log(process.exitCode === 0 ? "Within the limits." : "Over the limits.");
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
