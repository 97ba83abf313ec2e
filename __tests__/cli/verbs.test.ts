import * as fs from "node:fs";
import * as path from "node:path";
import type { Command } from "commander";
import { program } from "../../cli/main";
import { environments } from "../../config";
import { parseOwn } from "../docs/commander";

/** A command and all below it, each with the words that call it. */
function commandsOf(command: Command, words: readonly string[] = []): readonly (readonly [string, Command])[] {
  const below = command.commands.flatMap((one) => commandsOf(one, [...words, one.name()]));
  return [[words.join(" "), command], ...below];
}

const commands = commandsOf(program(environments));

/** What the command line prints for words that end within the parser, and the exit code. */
function typed(...words: readonly string[]) {
  const printed: string[] = [];
  const line = program(environments);
  for (const [, command] of commandsOf(line)) {
    const output = { writeOut: (text: string) => printed.push(text), writeErr: (text: string) => printed.push(text) };
    command.exitOverride().configureOutput(output);
  }
  try {
    line.parse(words, { from: "user" });
    throw new Error(`${words.join(" ")} was taken`);
  } catch (error) {
    if (!(error instanceof Error) || !("exitCode" in error)) throw error;
    return { exitCode: error.exitCode, text: printed.join("") };
  }
}

const examplesIn = (help: string) => help.split("\nExamples:\n")[1]?.match(/(?<=^ {2})\S.*/gm) ?? [];

describe.each(commands)("cartographer %s", (words, command) => {
  const verb = words.split(" ").filter(Boolean);
  const { exitCode, text } = typed(...verb, "--help");

  it("describes itself in its help, with an example or more", () => {
    expect(exitCode).toBe(0);
    expect(command.description()).not.toBe("");
    expect(examplesIn(text)).not.toEqual([]);
  });

  it("has examples that it takes itself, of environments that there are", async () => {
    for (const example of examplesIn(text)) {
      expect(example).toMatch(new RegExp(`^\\./cartographer ${words}`));
      const [, ...args] = example.replace(/ < .*/, "").split(" ");
      const environment = await parseOwn("cartographer", args);
      if (command.registeredArguments[0]?.name() !== "environment") continue;
      expect(environments.map(({ name }) => name)).toContain(environment);
    }
  });
});

it("is told to be of the version of the package", () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(__dirname, "../../package.json"), "utf8"));
  for (const option of ["--version", "-V"]) expect(typed(option)).toEqual({ exitCode: 0, text: `${version}\n` });
});

it.each([
  [["snyc"], "unknown command 'snyc'\n(Did you mean sync?)", ""],
  [["secrets", "chek", "staging"], "unknown command 'chek'\n(Did you mean check?)", "secrets"],
  [["sync"], "missing required argument 'environment'", "sync"],
  [["sync", "staging", "prod"], "too many arguments for 'sync'. Expected 1 argument but got 2.", "sync"],
  [["sync", "staging", "--chek"], "unknown option '--chek'\n(Did you mean --check?)", "sync"],
  [
    ["secrets", "check", "staging", "--backend", "vault"],
    "option '--backend <name>' argument 'vault' is invalid. Allowed choices are deployment-keys, sops, " +
      "secrets-manager.",
    "secrets check",
  ],
  [
    ["origin-key", "staging", "--rotate", "--finish"],
    "option '--rotate' cannot be used with option '--finish'",
    "origin-key",
  ],
])("%j is refused with the usage of what it belongs to", (words, problem, usage) => {
  const { exitCode, text } = typed(...words);
  expect(exitCode).toBe(1);
  expect(text).toContain(`error: ${problem}\n\nUsage: cartographer${usage && ` ${usage}`} [options]`);
});

describe("an option of cdktf's without a -- before it", () => {
  const typedByNpm = process.env.npm_lifecycle_event;
  afterEach(() => {
    if (typedByNpm === undefined) delete process.env.npm_lifecycle_event;
    else process.env.npm_lifecycle_event = typedByNpm;
  });

  it.each([
    ["", "./cartographer deploy staging -- --auto-approve --parallelism 3"],
    ["deploy", "npm run deploy -- staging -- --auto-approve --parallelism 3"],
  ])("is answered with the command that passes it on, as it was typed (npm script: %j)", (script, next) => {
    process.env.npm_lifecycle_event = script;
    const { exitCode, text } = typed("deploy", "staging", "--auto-approve", "--parallelism", "3");
    expect(exitCode).toBe(1);
    expect(text).toContain(`error: unknown option '--auto-approve'\n  next: ${next} (if it is cdktf's)\n\nUsage: `);
  });
});
