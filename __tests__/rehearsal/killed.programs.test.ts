import * as fs from "node:fs";
import { Checkout } from "./checkout";

const checkout = new Checkout();
afterAll(() => checkout.remove());

const synth = () => checkout.run("node", ["-r", "./register.js", "main.ts"]);
const stack = () => JSON.parse(checkout.read("cdktf.out/stacks/infra-staging/cdk.tf.json"));

const socketFolders = () => fs.readdirSync(checkout.temporary).filter((name) => name.startsWith("cartographer-"));

/** Every file below cdktf.out with its contents. */
function output(): Record<string, string> {
  const files = fs.readdirSync(checkout.path("cdktf.out"), { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => [`${parentPath}/${name}`, fs.readFileSync(`${parentPath}/${name}`, "utf8")]),
  );
}

it.each([
  ["a rehearsal", [], "infra-staging   plan"],
  ["an exec", ["exec", "--", "sh", "-c", "echo STARTED; exec sleep 60"], "STARTED"],
])("leaves the checkout as it was when %s is killed in the middle", async (_what, args, until) => {
  expect(synth().code).toBe(0);
  const before = output();
  await checkout.kill("SIGKILL", args, until);
  expect(checkout.status()).toBe("");
  expect(output()).toEqual(before);

  expect(synth().code).toBe(0);
  expect(stack().terraform.cloud.workspaces).toEqual({ name: "cartographer-staging" });
  expect(fs.readdirSync(checkout.path("cdktf.out/stacks/infra-staging"))).toEqual(["cdk.tf.json"]);
});

it("goes on after a kill, and cleans up behind it", async () => {
  await checkout.kill("SIGKILL", ["exec", "--", "sh", "-c", "echo STARTED; exec sleep 60"], "STARTED");
  const { sockets } = JSON.parse(checkout.read(".rehearsal/lock.json")) as { sockets: string }; // rehearsal/lock.ts
  expect(fs.existsSync(sockets)).toBe(true);
  expect(checkout.rehearse(["exec", "--", "true"]).code).toBe(0);
  expect(fs.existsSync(sockets)).toBe(false);
});

it.each([
  ["Ctrl-C in a rehearsal", "SIGINT", ["--env", "staging"], "tfc-bootstrap   plan"],
  ["Ctrl-C in an exec", "SIGINT", ["exec", "--", "sh", "-c", "cat ../lock.json; exec sleep 60"], "sockets"],
  ["a terminal that is closed", "SIGHUP", ["exec", "--", "sh", "-c", "cat ../lock.json; exec sleep 60"], "sockets"],
] as const)("%s leaves no process, socket or lock behind", async (_what, signal, args, until) => {
  expect(socketFolders()).toEqual([]);
  await checkout.kill(signal, args, until);
  expect(checkout.read(".rehearsal/lock.json")).toBe("");
  expect(socketFolders()).toEqual([]);
});

it("synthesises no stack over which somebody's override would be merged", () => {
  fs.writeFileSync(checkout.path("cdktf.out/stacks/infra-staging/rehearsal_override.tf.json"), "{}");
  expect(synth()).toMatchObject({
    code: 1,
    text: expect.stringMatching(
      /infra-staging\/rehearsal_override\.tf\.json: Terraform would merge this[\s\S]*next: rm /,
    ),
  });
  fs.rmSync(checkout.path("cdktf.out"), { recursive: true });
});
