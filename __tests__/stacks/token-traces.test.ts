import { Lazy } from "cdktf";
import { dropTokenTraces } from "../../stacks/token-traces";

/** How many frames the stack of an error has that asks for one. */
function frames(): number {
  const error = new Error("one");
  Error.captureStackTrace(error);
  return error.stack?.match(/^ {4}at /gm)?.length ?? 0;
}

const trace = () => Lazy.anyValue({ produce: () => 1 }).creationStack;

it("cdktf takes no trace of a token any more, and an error has its own", () => {
  expect(trace()).not.toEqual([]);
  const before = frames();
  expect(before).toBeGreaterThan(1);
  dropTokenTraces();
  expect(trace()).toEqual([]);
  expect(frames()).toBeGreaterThanOrEqual(before);
});
