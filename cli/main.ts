import { Command, Option } from "commander";
import type { Environment } from "../config";
import { describeError } from "../errors";
import { childEnvironment } from "./environment";
import { concealVariables, redact } from "./redaction";
import { Interrupted } from "./run";
import { addSecretsCommands } from "./secrets/commands";

/** Runs one command of the operator's line and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  concealVariables(childEnvironment());
  try {
    // Loaded here and not above: config.ts refuses a bad value as it is loaded.
    const { environments } = await import("../config");
    await program(environments).parseAsync([...argv]);
  } catch (error) {
    const interrupted = error instanceof Interrupted;
    process.exitCode = interrupted ? error.exitCode : 1;
    console.error(redact(interrupted ? error.message : describeError(error)));
  }
}

/** The verbs. Each lives in a file of its own, loaded when it is called: the others' libraries cost start time. */
function program(environments: readonly Environment[]): Command {
  const cartographer = new Command("cartographer")
    .description("Staging and production of Cartographer: the operator's commands")
    .showHelpAfterError()
    .configureOutput({ writeErr: (text) => process.stderr.write(redact(text)) })
    .addHelpText("after", `\nEnvironments (config.ts): ${environments.map(({ name }) => name).join(", ")}`);

  cartographer
    .command("origin-key")
    .description("make an environment's origin key and its certificate request; never over existing ones")
    .argument("<environment>")
    .addOption(new Option("--rotate", "a second pair beside the one in use, and switch to it").conflicts("finish"))
    .option("--finish", "after a rotation: retire the old pair, once the host was seen to show the new certificate")
    .action(async (environment: string, { rotate, finish }: { rotate?: boolean; finish?: boolean }) => {
      const { createOriginKey, rotateOriginKey } = await import("./origin-key/create");
      const { finishOriginKey } = await import("./origin-key/finish");
      await (rotate ? rotateOriginKey : finish ? finishOriginKey : createOriginKey)(environment);
    });

  cartographer
    .command("sync")
    .description("bring hosts/infra-cartographer-<environment>.json up to date with what Terraform knows")
    .argument("<environment>")
    .option("--check", "write nothing; exit 1 when the file is not up to date")
    .action(async (environment: string, { check = false }: { check?: boolean }) => {
      const { sync } = await import("./sync");
      await sync(environment, { check });
    });

  cartographer
    .command("deploy")
    .description("cdktf deploy infra-<environment>, then sync")
    .argument("<environment>")
    .argument("[cdktf-arguments...]", "passed on to cdktf; put -- before them")
    .action(async (environment: string, extra: string[]) => {
      const { deploy } = await import("./deploy");
      process.exitCode = await deploy(environment, extra);
    });

  cartographer
    .command("guard")
    .description("refuse secrets in what git tracks: private keys, tokens, .env files, tfvars, state")
    .option("--staged", "only what the next commit would add or change")
    .action(async ({ staged = false }: { staged?: boolean }) => {
      const { guard } = await import("./guard");
      guard({ staged });
    });

  addSecretsCommands(cartographer);
  return cartographer;
}
