import { createInterface } from "node:readline/promises";
import { UserError } from "../common/errors";

/**
 * Asks the operator, and goes on only after "yes".
 * @throws UserError for any other answer, and for none.
 */
export async function confirm(question: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
    const answer = await Promise.race([terminal.question(`${question} (yes/no) `), closed]);
    if (answer.trim() !== "yes") throw new UserError("Not confirmed; nothing was changed.");
  } finally {
    terminal.close();
  }
}
