import { text } from "node:stream/consumers";
import { Option } from "commander";
import type { VerbGroup } from "../command-line";
import { BACKENDS, type Backend } from "./backend";

const backend = new Option("--backend <name>", "instead of the one in hosts/table.nix").choices([...BACKENDS]);

/** The verbs of `./cartographer secrets`. */
export const secretsVerbs: VerbGroup = {
  name: "secrets",
  description: "the application's variables and the origin key: docs/secrets.md says which backend when",
  examples: ["./cartographer secrets check staging"],
  verbs: [
    {
      name: "check",
      description: "would a deploy find every secret it needs? Reads only; exit 1 with every reason",
      arguments: "<environment>",
      options: [backend],
      examples: ["./cartographer secrets check staging", "./cartographer secrets check staging --backend sops"],
      run: async (environment: string, options: { backend?: Backend }) => {
        const { checkSecrets } = await import("./check");
        await checkSecrets(environment, options.backend);
      },
    },
    {
      name: "init",
      description: "sops: add yourself to .sops.yaml, and encrypt the files that lie here",
      arguments: "<environment>",
      options: [new Option("--as <name>", "your name in .sops.yaml, in place of that at this machine")],
      examples: ["./cartographer secrets init staging", "./cartographer secrets init staging --as hanako"],
      run: async (environment: string, options: { as?: string }) => {
        const { initSecrets } = await import("./init");
        await initSecrets(environment, options.as);
      },
    },
    {
      name: "edit",
      description: "sops: open the encrypted file in your editor, and check it",
      arguments: "<environment>",
      examples: ["./cartographer secrets edit staging"],
      run: async (environment: string) => {
        const { editSecrets } = await import("./edit");
        await editSecrets(environment);
      },
    },
    {
      name: "add-host",
      description: "sops: let the host read its environment, after a look at its key's fingerprint",
      arguments: "<environment>",
      options: [new Option("--fingerprint <SHA256:…>", "what it must be, in place of the question")],
      examples: ["./cartographer secrets add-host staging"],
      run: async (environment: string, options: { fingerprint?: string }) => {
        const { addHost } = await import("./add-host");
        await addHost(environment, options.fingerprint);
      },
    },
    {
      name: "re-encrypt",
      description: "sops: encrypt anew for exactly those in .sops.yaml",
      arguments: "<environment>",
      examples: ["./cartographer secrets re-encrypt staging"],
      run: async (environment: string) => {
        const { reencryptSecrets } = await import("./re-encrypt");
        await reencryptSecrets(environment);
      },
    },
    {
      name: "push",
      description: "secrets-manager: put the values of the .env file and the origin key into the secret at AWS",
      arguments: "<environment>",
      options: [new Option("--stdin", "read the variables from standard input")],
      examples: ["./cartographer secrets push staging", "./cartographer secrets push staging --stdin < variables"],
      run: async (environment: string, options: { stdin?: boolean }) => {
        const { pushSecrets } = await import("./push");
        await pushSecrets(environment, options.stdin ? await text(process.stdin) : undefined);
      },
    },
    {
      name: "export",
      description: "the way back: write .env file and origin key from sops or AWS, never over existing ones",
      arguments: "<environment>",
      options: [backend],
      examples: ["./cartographer secrets export staging --backend sops"],
      run: async (environment: string, options: { backend?: Backend }) => {
        const { exportSecrets } = await import("./export");
        await exportSecrets(environment, options.backend);
      },
    },
  ],
};
