import { Option } from "commander";
import type { Verb, VerbGroup } from "./command-line";
import { secretsVerbs } from "./secrets/verbs";

/**
 * The verbs of `./cartographer`. Each has a file of its own, loaded when it is called: the others' libraries cost start
 * time.
 */
export const verbs: readonly (Verb | VerbGroup)[] = [
  {
    name: "origin-key",
    description: "make an environment's origin key and its certificate request; never over existing ones",
    arguments: "<environment>",
    options: [
      new Option("--rotate", "a second pair beside the one in use, and switch to it").conflicts("finish"),
      new Option(
        "--finish",
        "after a rotation: retire the old pair, once the host was seen to show the new certificate",
      ),
    ],
    examples: ["./cartographer origin-key staging", "./cartographer origin-key staging --rotate"],
    run: async (environment: string, { rotate, finish }: { rotate?: boolean; finish?: boolean }) => {
      const { createOriginKey, rotateOriginKey } = await import("./origin-key/create");
      const { finishOriginKey } = await import("./origin-key/finish");
      await (rotate ? rotateOriginKey : finish ? finishOriginKey : createOriginKey)(environment);
    },
  },
  {
    name: "sync",
    description: "bring hosts/infra-cartographer-<environment>.json up to date with what Terraform knows",
    arguments: "<environment>",
    options: [new Option("--check", "write nothing; exit 1 when the file is not up to date")],
    examples: ["./cartographer sync staging", "./cartographer sync staging --check"],
    run: async (environment: string, options: { check?: boolean }) => {
      const { sync } = await import("./sync");
      await sync(environment, options);
    },
  },
  {
    name: "deploy",
    description: "cdktf deploy infra-<environment>, then sync",
    arguments: "<environment>",
    passesOnTo: "cdktf",
    examples: ["./cartographer deploy staging", "./cartographer deploy staging -- --auto-approve"],
    run: async (environment: string, extra: readonly string[]) => {
      const { deploy } = await import("./deploy");
      process.exitCode = await deploy(environment, extra);
    },
  },
  {
    name: "guard",
    description: "refuse secrets in what git tracks: private keys, tokens, .env files, tfvars, state",
    options: [new Option("--staged", "only what the next commit would add or change")],
    examples: ["./cartographer guard", "./cartographer guard --staged"],
    run: async (options: { staged?: boolean }) => {
      const { guard } = await import("./guard");
      await guard(options);
    },
  },
  secretsVerbs,
];
