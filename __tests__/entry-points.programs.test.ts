import { Checkout } from "./rehearsal/checkout";

const checkout = new Checkout();
afterAll(() => checkout.remove());
checkout.change("config/environments.ts", "diskGib: 30", "diskGib: 3");

it.each([
  ["main.ts", ["-r", "./register.js", "main.ts"]],
  ["cartographer", ["cli/cartographer.js", "sync", "staging"]],
  ["rehearse", ["-r", "./register.js", "rehearsal/main.ts", "--env", "staging"]],
])("%s says in one sentence what config/ has wrong, without a stack", (_name, args) => {
  const { code, text } = checkout.run(process.execPath, args);
  expect(text).toBe(
    "config/environments.ts, staging: the disk of 3 GiB is not a whole number from 10 to 16384.\n  next: use 30\n",
  );
  expect(code).toBe(1);
});

it.each([
  ["main.ts", ["-r", "./register.js", "main.ts"]],
  ["cartographer", ["cli/cartographer.js", "sync", "staging"]],
  ["rehearse", ["-r", "./register.js", "rehearsal/main.ts"]],
  ["rehearse exec", ["-r", "./register.js", "rehearsal/main.ts", "exec", "--", "true"]],
  ["scan", ["-r", "./register.js", "dev/scan/main.ts"]],
  ["bench", ["-r", "./register.js", "dev/bench/main.ts", "--short"]],
])("%s says in one sentence that there is no temporary folder, and leaves nothing", (_name, args) => {
  checkout.restore();
  const { code, text } = checkout.run(process.execPath, args, { TMPDIR: "/nowhere" });
  expect({ code, text }).toEqual({
    code: 1,
    text: 'TMPDIR is set to "/nowhere" in this shell, and that folder does not exist.\n  next: unset TMPDIR\n',
  });
  expect(checkout.status()).toBe("");
});

it("main.ts refuses TF_WORKSPACE, beside which Terraform would look for the state elsewhere", () => {
  checkout.restore();
  const { code, text } = checkout.run(process.execPath, ["-r", "./register.js", "main.ts"], {
    TF_WORKSPACE: "staging",
  });
  expect({ code, text }).toEqual({
    code: 1,
    text: expect.stringMatching(/^TF_WORKSPACE is set to "staging".*\n {2}next: unset TF_WORKSPACE\n$/),
  });
});

it("main.ts asks nothing of Node that is deprecated, its libraries included", () => {
  const args = ["--throw-deprecation", "-r", "./register.js", "main.ts"];
  expect(checkout.run(process.execPath, args)).toMatchObject({ code: 0, text: "" });
});
