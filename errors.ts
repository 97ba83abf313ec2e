/**
 * An error meant for the person at the keyboard: what is wrong, where, and the rule. Entry points print its message alone,
 * then the next command to run; every other error is a defect of ours and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /**
   * @param message what is wrong, where, and the rule it breaks: whole sentences.
   * @param next the command, or the change, that mends it.
   */
  constructor(
    message: string,
    readonly next?: string,
  ) {
    super(message);
  }

  /** The message with the next command below it, as a terminal shows it. */
  get text(): string {
    return this.next ? `${this.message}\n  next: ${this.next}` : this.message;
  }
}

/** The text of anything thrown: a {@link UserError} without its stack, all else with it. */
export function describeError(error: unknown): string {
  if (error instanceof UserError) return error.text;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
