import { text } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { BACKENDS, type Backend } from "./backend";

/** The verbs of `cartographer secrets`, each loaded when it is called. */
export function addSecretsCommands(cartographer: Command): void {
  const secrets = cartographer
    .command("secrets")
    .description("the application's variables and the origin key: docs/secrets.md says which backend when");
  const backend = new Option("--backend <name>", "instead of the one in hosts/table.nix").choices([...BACKENDS]);

  secrets
    .command("check")
    .description("would a deploy find every secret it needs? Reads only; exit 1 with every reason")
    .argument("<environment>")
    .addOption(backend)
    .action(async (environment: string, options: { backend?: Backend }) => {
      const { checkSecrets } = await import("./check");
      await checkSecrets(environment, options.backend);
    });

  secrets
    .command("init")
    .description("sops: add yourself to .sops.yaml, and encrypt the files that lie here")
    .argument("<environment>")
    .option("--as <name>", "your name in .sops.yaml, in place of that at this machine")
    .action(async (environment: string, options: { as?: string }) => {
      const { initSecrets } = await import("./init");
      await initSecrets(environment, options.as);
    });

  secrets
    .command("edit")
    .description("sops: open the encrypted file in your editor, and check it")
    .argument("<environment>")
    .action(async (environment: string) => {
      const { editSecrets } = await import("./edit");
      await editSecrets(environment);
    });

  secrets
    .command("add-host")
    .description("sops: let the host read its environment, after a look at its key's fingerprint")
    .argument("<environment>")
    .option("--fingerprint <SHA256:…>", "what it must be, in place of the question")
    .action(async (environment: string, options: { fingerprint?: string }) => {
      const { addHost } = await import("./add-host");
      await addHost(environment, options.fingerprint);
    });

  secrets
    .command("re-encrypt")
    .description("sops: encrypt anew for exactly those in .sops.yaml")
    .argument("<environment>")
    .action(async (environment: string) => {
      const { reencryptSecrets } = await import("./re-encrypt");
      await reencryptSecrets(environment);
    });

  secrets
    .command("push")
    .description("secrets-manager: put the values of the .env file and the origin key into the secret at AWS")
    .argument("<environment>")
    .option("--stdin", "read the variables from standard input")
    .action(async (environment: string, options: { stdin?: boolean }) => {
      const { pushSecrets } = await import("./push");
      await pushSecrets(environment, options.stdin ? await text(process.stdin) : undefined);
    });

  secrets
    .command("export")
    .description("the way back: write .env file and origin key from sops or AWS, never over existing ones")
    .argument("<environment>")
    .addOption(backend)
    .action(async (environment: string, options: { backend?: Backend }) => {
      const { exportSecrets } = await import("./export");
      await exportSecrets(environment, options.backend);
    });
}
