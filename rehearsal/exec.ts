import * as fs from "node:fs";
import { UserError } from "../common/errors";
import { run } from "../programs/run";
import { stackFolder } from "../stacks/stack-folder";
import type { Layout } from "./layout";
import { withSession } from "./session";

/**
 * Runs a command in the rehearsed project with the local cloud up, its states as the last rehearsal left them.
 * @param stack the stack in whose folder it runs; without one it runs in the project's.
 * @returns the command's exit code.
 * @throws UserError when the command cannot be started, or there is no such stack.
 */
export function exec(layout: Layout, command: readonly string[], stack?: string): Promise<number> {
  return withSession(layout, { fresh: false }, async ({ env }) => {
    const [program, ...args] = command;
    if (program === undefined)
      throw new UserError("exec needs a command.", "npm run rehearse -- exec -- npx cdktf diff infra-staging");
    const cwd = stack === undefined ? layout.project : stackFolder(layout.output, stack);
    if (!fs.existsSync(cwd)) {
      throw new UserError(
        `There is no stack "${stack}"; there are: ${fs.readdirSync(layout.stacks).join(", ")}.`,
        "name one of them",
      );
    }
    return (await run(program, args, { cwd, env, stdio: "inherit" })).exitCode;
  });
}
