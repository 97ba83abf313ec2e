import { UserError } from "../../common/errors";

/**
 * Ends a command that found problems, naming all of them.
 * @param sentence what is not in order, and what was therefore not done.
 * @throws UserError unless there are none.
 */
export function refuseProblems(problems: readonly string[], sentence: string): void {
  if (problems.length === 0) return;
  throw new UserError(`${sentence}:\n${[...new Set(problems)].map((problem) => `✗ ${problem}`).join("\n")}`);
}
