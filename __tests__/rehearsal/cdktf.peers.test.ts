import { Checkout } from "./checkout";

// The owner's commands as people type them, through cdktf's own command line; --auto-approve stands for the answer to
// its question.
const checkout = new Checkout();
afterAll(() => checkout.remove());

function exec(...command: readonly string[]) {
  const ended = checkout.npmRunRehearse("exec", "--", ...command);
  expect(ended.text).not.toMatch(/DeprecationWarning|ExperimentalWarning/);
  return ended;
}

it("npx cdktf synth", () => {
  expect(checkout.run("npx", ["cdktf", "synth"])).toMatchObject({
    code: 0,
    text: expect.stringContaining("Generated"),
  });
  expect(checkout.read("cdktf.out/stacks/infra-prod/cdk.tf.json")).toContain('"name": "cartographer-prod"');
});

it("cdktf deploy tfc-bootstrap", () => {
  const { text, code } = exec("npx", "cdktf", "deploy", "tfc-bootstrap", "--auto-approve");
  expect(text).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
  expect(code).toBe(0);
});

it("cdktf diff infra-staging", () => {
  const { text, code } = exec("npx", "cdktf", "diff", "infra-staging");
  expect(text).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
  expect(code).toBe(0);
});

it("cdktf deploy infra-staging", () => {
  const { text, code } = exec("npx", "cdktf", "deploy", "infra-staging", "--auto-approve");
  expect(text).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
  expect(code).toBe(0);
});

it("npm run deploy -- staging, a second time: nothing to change, and the JSON is up to date", () => {
  const { text, code } = exec("./cartographer", "deploy", "staging", "--", "--auto-approve");
  expect(text).toContain("No changes.");
  expect(text).toContain("hosts/infra-cartographer-staging.json is up to date.");
  expect(code).toBe(0);
});

it("leaves nothing of it in the checkout", () => {
  expect(checkout.status()).toBe("");
});
