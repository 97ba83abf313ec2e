import type { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { ended, Output } from "../../programs/output";

const GRACE = 400;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A child that has ended with exit code 3, and whose output somebody still holds. */
function endedChild() {
  const [child, stream, held] = [new EventEmitter(), new PassThrough(), jest.fn()];
  const output = new Output(stream, 1000, () => undefined);
  // A process is an emitter of these events, and no more of it is looked at.
  const exitCode = ended(child as ChildProcess, [output], GRACE, held);
  child.emit("exit", 3, null);
  return { child, stream, held, output, exitCode };
}

test("a child whose output is closed is not waited for", async () => {
  const { child, held, exitCode } = endedChild();
  child.emit("close");
  await expect(exitCode).resolves.toBe(3);
  expect([held.mock.calls.length, jest.getTimerCount()]).toEqual([0, 0]);
});

/** Lets a fourth of the grace pass, with a byte at its end. */
async function chat(stream: PassThrough): Promise<void> {
  await jest.advanceTimersByTimeAsync(GRACE / 4 - 1);
  stream.write("x");
  await jest.advanceTimersByTimeAsync(1);
}

test("it is waited for until nothing has come for the whole grace", async () => {
  const { stream, held, output, exitCode } = endedChild();
  for (let times = 1; times <= 10; times++) await chat(stream);
  await jest.advanceTimersByTimeAsync(GRACE - 1);
  expect(held).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  expect(held).toHaveBeenCalledTimes(1);
  await expect(exitCode).resolves.toBe(3);
  expect([output.text, stream.destroyed, jest.getTimerCount()]).toEqual(["x".repeat(10), true, 0]);
});

test("whatever comes, it is not waited for longer than five times that", async () => {
  const { stream, held, exitCode } = endedChild();
  for (let times = 1; times <= 19; times++) await chat(stream);
  expect(held).not.toHaveBeenCalled();
  await chat(stream);
  expect(held).toHaveBeenCalledTimes(1);
  await expect(exitCode).resolves.toBe(3);
});

test("what is more than the limit is told once it comes, and not kept", () => {
  const [stream, tooMuch] = [new PassThrough(), jest.fn()];
  const output = new Output(stream, 5, tooMuch);
  stream.emit("data", Buffer.from("12345"));
  expect(tooMuch).not.toHaveBeenCalled();
  stream.emit("data", Buffer.from("6"));
  expect([output.text, output.bytes, tooMuch.mock.calls.length]).toEqual(["12345", 6, 1]);
});
