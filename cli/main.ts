import { readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import type { Environment } from "../config";
import { childEnvironment } from "../programs/environment";
import { addVerbs, commandLine, start } from "./command-line";
import { concealVariables } from "./redaction";
import { verbs } from "./verbs";

/** Runs one command of the operator's line and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  concealVariables(childEnvironment());
  await start(async () => {
    // Loaded here and not above: config/ refuses a bad value as it is loaded.
    const { environments } = await import("../config");
    await program(environments).parseAsync([...argv]);
  });
}

/** The operator's command line. */
export function program(environments: readonly Environment[]): Command {
  const cartographer = commandLine({
    name: "cartographer",
    description: "Staging and production of Cartographer: the operator's commands",
    examples: ["./cartographer sync --help", "./cartographer secrets check staging"],
  })
    .version(version())
    .addHelpText("after", `\nEnvironments (config/): ${environments.map(({ name }) => name).join(", ")}`);
  return addVerbs(cartographer, verbs);
}

function version(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(path.join(__dirname, "../package.json"), "utf8"));
  return manifest.version;
}
