import { Lazy } from "cdktf";
import { dropTokenTraces } from "../../stacks/token-traces";

const trace = () => Lazy.anyValue({ produce: () => 1 }).creationStack;

it("cdktf takes no trace of a token any more, and an error has its own", () => {
  expect(trace()).not.toEqual([]);
  dropTokenTraces();
  expect(trace()).toEqual([]);
  const error = new Error("one");
  Error.captureStackTrace(error);
  expect(error.stack).toMatch(/^Error: one\n {4}at /);
});
