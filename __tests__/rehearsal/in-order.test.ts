import { setImmediate } from "node:timers/promises";
import { eachInOrder } from "../../rehearsal/in-order";

/** Notes when the work on each stack begins and ends; `fails` says whose fails, at once. */
async function order(stacks: readonly string[], ...fails: readonly string[]) {
  const notes: string[] = [];
  const results = await eachInOrder(stacks, async (stack) => {
    notes.push(`${stack} begins`);
    if (fails.includes(stack)) throw new Error(stack);
    await setImmediate();
    notes.push(`${stack} ends`);
    return stack;
  }).catch(({ message }: Error) => `${message} failed`);
  return { notes, results };
}

const STACKS = ["tfc-bootstrap", "infra-staging", "infra-prod"];

it("does the bootstrap alone, then the environments at the same time", async () => {
  expect(await order(STACKS)).toEqual({
    notes: [
      "tfc-bootstrap begins",
      "tfc-bootstrap ends",
      "infra-staging begins",
      "infra-prod begins",
      "infra-staging ends",
      "infra-prod ends",
    ],
    results: STACKS,
  });
});

it("begins no environment when the bootstrap has failed", async () => {
  expect(await order(STACKS, "tfc-bootstrap")).toEqual({
    notes: ["tfc-bootstrap begins"],
    results: "tfc-bootstrap failed",
  });
});

it("tells of the first failure when all have ended", async () => {
  const { notes, results } = await order([...STACKS, "infra-demo"], "infra-staging", "infra-demo");
  expect(notes.slice(2)).toEqual(["infra-staging begins", "infra-prod begins", "infra-demo begins", "infra-prod ends"]);
  expect(results).toBe("infra-staging failed");
});
