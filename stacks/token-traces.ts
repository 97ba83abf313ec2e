/**
 * Keeps cdktf from taking a stack trace of every token it makes, in case that cannot be resolved: a fifth of the time
 * of synthesis (npm run bench). It takes them of plain objects; errors, of whatever kind, keep theirs.
 */
export function dropTokenTraces(): void {
  const capture = Error.captureStackTrace;
  Error.captureStackTrace = (target, below) => {
    if (target instanceof Error) capture(target, below);
  };
}
