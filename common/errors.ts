/**
 * An error meant for the person at the keyboard: what is wrong, where, and the rule. Entry points print its message
 * alone, then the next command to run; every other error is a defect of ours and keeps its stack.
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

/**
 * What node says of a package that it does not find; a file of ours that it does not find is a defect, and keeps its
 * stack.
 */
const MISSING_PACKAGE = /^Cannot find module '([^./'][^']*)'/;

/**
 * The text of anything thrown: a {@link UserError} or a package that is not there without its stack, all else with it.
 */
export function describeError(error: unknown): string {
  if (error instanceof UserError) return error.text;
  if (!(error instanceof Error)) return String(error);
  const [, missing] = MISSING_PACKAGE.exec(error.message) ?? [];
  if (missing) return new UserError(`The package ${missing} is not installed in this checkout.`, "npm ci").text;
  return error.stack ?? error.message;
}
