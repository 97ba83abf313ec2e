import { Command, CommanderError } from "commander";
import { Wrong } from "./arguments";

/** The project's own command lines. */
export type Own = "cartographer" | "rehearse";

/**
 * Parses arguments with one of the project's own command lines as it is defined, running none of its actions.
 * @returns the environment that they name; undefined for a verb that takes none first.
 * @throws Wrong in the parser's words.
 */
export async function parseOwn(own: Own, args: readonly string[]): Promise<string | undefined> {
  const program = await load(own);
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new Wrong(error.message.replace(/^error: /, "") || "it prints its usage");
  }
  const [verb, first] = verbIn(program, args);
  return verb.registeredArguments[0]?.name() === "environment" ? first : undefined;
}

/** The verb that words begin with, `sync` or `secrets check`, and the word behind it. */
function verbIn(command: Command, [word, ...others]: readonly string[]): readonly [Command, string | undefined] {
  const below = command.commands.find((one) => one.name() === word);
  return below ? verbIn(below, others) : [command, word];
}

/** The verbs of one of the project's own command lines. */
export async function verbsOf(own: Own): Promise<readonly string[]> {
  return (await load(own)).commands.map((command) => command.name());
}

let loaded: Promise<Readonly<Record<Own, Command>>> | undefined;

async function load(own: Own): Promise<Command> {
  loaded ??= loadAll();
  return (await loaded)[own];
}

/** One after the other: while a program is defined, commander itself is another. */
async function loadAll(): Promise<Readonly<Record<Own, Command>>> {
  const cartographer = await define(async () => (await import("../../cli/main")).main([]));
  const rehearse = await define(() => import("../../rehearsal/main"));
  return { cartographer, rehearse };
}

/** The program as its file defines it, caught where it would parse the line of this process; its actions do nothing. */
async function define(start: () => Promise<unknown>): Promise<Command> {
  const { parseAsync, action } = Command.prototype;
  let caught: Command | undefined;
  Command.prototype.parseAsync = function () {
    caught = this;
    return Promise.resolve(this);
  };
  Command.prototype.action = function () {
    return action.call(this, () => {});
  };
  try {
    await start();
  } finally {
    Object.assign(Command.prototype, { parseAsync, action });
  }
  if (!caught) throw new Error("a command line is parsed in another way than by commander's parseAsync");
  silence(caught);
  return caught;
}

function silence(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  command.commands.forEach(silence);
}
