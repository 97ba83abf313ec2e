import fs from "node:fs";
import path from "node:path";
import { infraJsonPath, serialiseInfraMetadata } from "../../contract";
import { evaluateHive } from "../../rehearsal/hive/hive";
import { copyOfHive, infraOf, PROJECT, temporaryFolder, tool } from "./hive";
import { nixPath } from "./nix";

const READER = `(import ${nixPath(PROJECT, "hosts/contract.nix")})`;
const FILE = infraJsonPath("staging");
const MEND = `./cartographer sync staging && git add -N ${FILE}`;

/** What becomes of the hive when staging's JSON holds that text; undefined removes the file. */
async function withText(text: string | Buffer | undefined): Promise<unknown> {
  const root = copyOfHive();
  const file = path.join(root, FILE);
  if (text === undefined) fs.rmSync(file);
  else fs.writeFileSync(file, text);
  // One environment's bad JSON never blocks the other.
  await expect(evaluateHive(root, ["prod"])).resolves.toMatchObject([{ targetHost: "52.68.1.2" }]);
  return evaluateHive(root, ["staging"]).then(
    ([node]) => node,
    (error: unknown) => error,
  );
}

describe("a good file", () => {
  test("deploys to the address of the host", async () => {
    expect(await withText(serialiseInfraMetadata(infraOf("staging")))).toMatchObject({ targetHost: "52.68.1.1" });
  });

  test("may be formatted as terraform output prints it", async () => {
    expect(await withText(`${JSON.stringify(infraOf("staging"))}\n`)).toMatchObject({ targetHost: "52.68.1.1" });
  });

  test.each(["192.0.2.1", "198.51.100.77", "203.0.113.10"])("of a rehearsal (%s) deploys nowhere", async (ip) => {
    const node = await withText(serialiseInfraMetadata(infraOf("staging", { instance_public_ip: ip })));
    expect(node).toMatchObject({ targetHost: "run-cartographer-sync-staging.invalid" });
  });

  test.each(["192.0.20.1", "203.0.114.1"])(
    "with an address that only looks like a rehearsal's (%s) deploys",
    async (ip) => {
      const node = await withText(serialiseInfraMetadata(infraOf("staging", { instance_public_ip: ip })));
      expect(node).toMatchObject({ targetHost: ip });
    },
  );
});

// What makes a file bad, and in which words, is in __tests__/contract/: both readers say the same.
describe("a bad file is one sentence and the command that mends it", () => {
  const good = serialiseInfraMetadata(infraOf("staging"));
  const noJson = "is no JSON object as Terraform or cartographer sync writes it: it was cut off, or edited";

  test.each<[string, string | Buffer | undefined, string]>([
    ["missing or untracked", undefined, "is missing, or git does not track it: a flake sees tracked files only"],
    ["cut off", good.slice(0, -20), noJson],
    ["not UTF-8", Buffer.from(good.replace("staging.", "st\u00e4ging."), "latin1"), noJson],
    ["with a key too few", good.replace(/ {2}"domain": .*\n/, ""), "breaks the contract: domain is missing"],
  ])("%s", async (_, text, problem) => {
    expect(await withText(text)).toMatchObject({ message: `${FILE} ${problem}.`, next: MEND });
  });

  test("with a NUL, Nix has words of its own for it, which name the file", async () => {
    expect(await withText(good.replace("staging.", "st\u0000ging."))).toMatchObject({
      message: expect.stringMatching(/infra-cartographer-staging[.]json/),
    });
  });

  test("nix itself, without the rehearsal, says the same", () => {
    const root = temporaryFolder();
    const expression = `${READER}.read { directory = ${nixPath(root)}; environment = "staging"; }`;
    const { status, stderr } = tool("nix-instantiate", ["--eval", "--expr", expression]);
    expect(status).not.toBe(0);
    expect(stderr).toContain(`error: ${FILE} is missing, or git does not track it`);
    expect(stderr).toContain(`next: ${MEND}`);
  });
});

test("an environment without a host is told how to get one", async () => {
  await expect(evaluateHive(PROJECT, ["demo"])).rejects.toMatchObject({
    message: "hosts/table.nix has no host for the environment demo; it has: prod, staging.",
    next: "add the line `demo = common;` to hosts/table.nix",
  });
});

test("the files of the checkout keep the contract", async () => {
  const nodes = await evaluateHive(PROJECT);
  expect(nodes.map(({ environment }) => environment)).toEqual(["prod", "staging"]);
});
