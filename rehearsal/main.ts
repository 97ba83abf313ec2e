import * as path from "node:path";
import { Command } from "commander";
import { Interrupted } from "../cli/run";
import { describeError } from "../errors";
import { layoutOf } from "./layout";

const layout = layoutOf(path.resolve(__dirname, ".."));

interface RehearseFlags {
  readonly env?: string;
  readonly keep?: boolean;
  readonly json?: boolean;
}

async function rehearseCommand({ env, keep, json }: RehearseFlags): Promise<void> {
  // Loaded here and not above: config.ts refuses a bad value as it is loaded.
  const { environmentNamed, environments } = await import("../config");
  const { rehearse } = await import("./rehearse");
  const { summarise } = await import("./report");
  const report = await rehearse(layout, {
    environments: env === undefined ? environments : [environmentNamed(env)],
    keep: keep === true,
    say: json ? () => {} : (line) => console.log(line),
  });
  console.log(json ? JSON.stringify(report, null, 2) : summarise(report));
}

async function execCommand(command: readonly string[], { stack }: { readonly stack?: string }): Promise<void> {
  const { exec } = await import("./exec");
  process.exitCode = await exec(layout, command, stack);
}

const program = new Command("rehearse")
  .description("Rehearse the whole deployment on this machine: real Terraform, a local cloud, no account.")
  .option("--env <name>", "only this environment's infrastructure")
  .option("--keep", "keep the cloud and the states of the last rehearsal: plans show what the code changed since")
  .option("--json", "print the report as JSON and nothing else")
  .action(rehearseCommand);
program
  .command("exec")
  .description("run a command in the rehearsed project with the local cloud up")
  .option("--stack <id>", "run it in this stack's folder: terraform state list, terraform import …")
  .argument("<command...>", "the command, after --")
  .action(execCommand);

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof Interrupted)) console.error(describeError(error));
  process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
});
