import * as path from "node:path";
import { Option } from "commander";
import { addVerbs, commandLine, start } from "../cli/command-line";
import { layoutOf } from "./layout";

const layout = layoutOf(path.resolve(__dirname, ".."));

interface RehearseFlags {
  readonly env?: string;
  readonly keep?: boolean;
  readonly json?: boolean;
}

async function rehearseCommand({ env, keep, json }: RehearseFlags): Promise<void> {
  // Loaded here and not above: config/ refuses a bad value as it is loaded.
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

const program = commandLine({
  name: "npm run rehearse --",
  description: "Rehearse the whole deployment on this machine: real Terraform, a local cloud, no account.",
  examples: ["npm run rehearse", "npm run rehearse -- --env staging --keep"],
})
  .option("--env <name>", "only this environment's infrastructure")
  .option("--keep", "keep the cloud and the states of the last rehearsal: plans show what the code changed since")
  .option("--json", "print the report as JSON and nothing else")
  .action(rehearseCommand);
addVerbs(program, [
  {
    name: "exec",
    description: "run a command, given behind a --, in the rehearsed project with the local cloud up",
    arguments: "<command...>",
    options: [new Option("--stack <id>", "run it in this stack's folder: terraform state list, terraform import …")],
    examples: [
      "npm run rehearse -- exec -- npx cdktf diff infra-staging",
      "npm run rehearse -- exec --stack infra-staging -- terraform state list",
    ],
    run: execCommand,
  },
]);

start(() => program.parseAsync());
