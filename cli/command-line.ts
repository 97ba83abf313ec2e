import { Command, type Option } from "commander";
import { describeError } from "../common/errors";
import { childEnvironment } from "../programs/environment";
import { Interrupted } from "../programs/interruption";
import { redact } from "./redaction";

/** What every command line, group and verb says of itself in its help. */
export interface Entry {
  readonly name: string;
  readonly description: string;
  /** Whole commands, as they are typed at the top of the checkout. */
  readonly examples: readonly [string, ...string[]];
}

/** A verb: its syntax, which the help shows, and its work, which is loaded when it is called. */
export interface Verb extends Entry {
  /** As commander writes them: "<environment> [unit]". @default none */
  readonly arguments?: string;
  readonly options?: readonly Option[];
  /** The program that gets what stands behind a `--`; it is the last argument of `run` then. @default none */
  readonly passesOnTo?: string;
  /**
   * Gets the arguments, each a string (an array of them where many are taken), then the options by name, as the syntax
   * above lets them through. A method, because an entry names those types itself.
   */
  run(...given: readonly unknown[]): Promise<void>;
}

/** Verbs that are typed behind a word of their own: `secrets check`. */
export interface VerbGroup extends Entry {
  readonly verbs: readonly Verb[];
}

/** A command line: help with examples, a usage behind each error, nothing secret in either. */
export function commandLine({ name, description, examples }: Entry): Command {
  return new Command(name)
    .description(description)
    .showHelpAfterError()
    .configureOutput({ writeErr: (text) => process.stderr.write(redact(text)) })
    .addHelpText("after", exampleText(examples));
}

/** Adds verbs to a command line, which say the same of themselves, and behave the same. */
export function addVerbs(program: Command, verbs: readonly (Verb | VerbGroup)[]): Command {
  for (const verb of verbs) {
    const command = program
      .command(verb.name)
      .description(verb.description)
      .addHelpText("after", exampleText(verb.examples));
    if ("verbs" in verb) addVerbs(command, verb.verbs);
    else defineVerb(command, verb);
  }
  return program;
}

function defineVerb(command: Command, verb: Verb): void {
  if (verb.arguments) command.arguments(verb.arguments);
  for (const option of verb.options ?? []) command.addOption(option);
  if (verb.passesOnTo) passOn(command, verb.passesOnTo);
  command.action(async (...given) => {
    await verb.run(...given.slice(0, -1)); // the last is commander's own command
  });
}

/** An option that is not ours is probably the other program's: then the right command is shown. */
function passOn(command: Command, program: string): void {
  command.argument(`[${program}-arguments...]`, `passed on to ${program}; put -- before them`);
  command.configureOutput({
    outputError: (text, write) => {
      const first = command.args.findIndex((word) => word.startsWith("-"));
      const [own, others] = [command.args.slice(0, first), command.args.slice(first)];
      const next = [typedAs(command), ...own, "--", ...others].join(" ");
      write(text.startsWith("error: unknown option") ? `${text}  next: ${next} (if it is ${program}'s)\n` : text);
    },
  });
}

/** npm notes which script it runs; of its own arguments it passes on what stands behind a `--`. */
function typedAs(command: Command): string {
  const byNpm = childEnvironment().npm_lifecycle_event === command.name();
  return byNpm ? `npm run ${command.name()} --` : `./cartographer ${command.name()}`;
}

function exampleText(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`;
}

/**
 * Does the work of a process and sets its exit code: an error is a sentence and a 1, an interruption its signal's code.
 */
export async function start(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const interrupted = error instanceof Interrupted;
    process.exitCode = interrupted ? error.exitCode : 1;
    console.error(redact(interrupted ? error.message : describeError(error)));
  }
}
