import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { INFRA_KEYS, infraJsonPath, serialiseInfraMetadata } from "../../contract";
import { evaluateHive } from "../../rehearsal/hive/hive";
import { copyOfHive, infraOf, PROJECT, temporaryFolder, tool } from "./hive";
import { evaluateExpression, nixPath } from "./nix";

const READER = `(import ${nixPath(PROJECT, "hosts/contract.nix")})`;
const FILE = infraJsonPath("staging");
const MEND = `./cartographer sync staging && git add -N ${FILE}`;

/** What becomes of the hive when staging's JSON holds that text; undefined removes the file. */
async function withText(text: string | undefined): Promise<unknown> {
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

const change = (more: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ ...infraOf("staging"), ...more }, (_, value) => (value === undefined ? undefined : value));

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

describe("a bad file is one sentence and the command that mends it", () => {
  const good = serialiseInfraMetadata(infraOf("staging"));
  const noJson = "is no JSON object as Terraform or cartographer sync writes it: it was cut off, or edited";

  test.each<[string, string | undefined, string]>([
    ["missing or untracked", undefined, "is missing, or git does not track it: a flake sees tracked files only"],
    ["empty", "", noJson],
    ["cut off", good.slice(0, -20), noJson],
    ["a merge conflict", `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> main\n`, noJson],
    ["a page of HTML", "<!doctype html>", noJson],
    ["a list", "[]", noJson],
    ["not flat", change({ domain: { name: "x" } }), noJson],
    [
      "of another environment",
      serialiseInfraMetadata(infraOf("prod")),
      "is that of the environment prod, not of staging",
    ],
    ["with a key too few", change({ domain: undefined }), "breaks the contract: domain must be a host name"],
    [
      "with a wrong type",
      change({ instance_public_ip: 7 }),
      "breaks the contract: instance_public_ip must be an IPv4 address",
    ],
    [
      "without ranges",
      change({ cloudflare_ip_ranges: [] }),
      "breaks the contract: cloudflare_ip_ranges must be a list of CIDR ranges, not empty",
    ],
    [
      "with a range of too many bits",
      change({ cloudflare_ip_ranges: ["1.2.3.0/999"] }),
      "breaks the contract: cloudflare_ip_ranges must be a list of CIDR ranges, not empty",
    ],
    [
      "with an address that is none",
      change({ instance_public_ip: "52.68.1.256" }),
      "breaks the contract: instance_public_ip must be an IPv4 address",
    ],
    [
      "with the URL of another domain",
      change({ domain_url: "https://app.baisoku-kaigi.com" }),
      "breaks the contract: domain_url must be https:// and the domain",
    ],
    [
      "with the server of another file system",
      change({ efs_file_system_id: "fs-0a1b2c3d4e5f6071" }),
      "breaks the contract: efs_dns_name must begin with the efs_file_system_id and a dot",
    ],
    ["with a key too many", change({ token: "x" }), "has keys that the contract does not know: token"],
  ])("%s", async (_, text, problem) => {
    expect(await withText(text)).toMatchObject({ message: `${FILE} ${problem}.`, next: MEND });
  });

  test.each([
    [{ schema_version: 1 }, "has schema version 1"],
    [{ schema_version: undefined }, "has no schema_version"],
  ])("of another version: %j", async (more, problem) => {
    expect(await withText(change(more))).toMatchObject({
      message: `${FILE} ${problem}; hosts/contract.nix reads version 2.`,
      next: `${MEND} (if it stays so, bring the checkout up to date: git pull)`,
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

test("the reader knows exactly the keys of the writer", () => {
  expect(evaluateExpression(`builtins.attrNames ${READER}.rules`)).toEqual(INFRA_KEYS);
});

test("the files of the checkout keep the contract", async () => {
  const nodes = await evaluateHive(PROJECT);
  expect(nodes.map(({ environment }) => environment)).toEqual(["prod", "staging"]);
});

// What isFlatJson lets through ends in builtins.fromJSON, whose errors nothing can catch: it must agree with a real parser.
test("the look at the text agrees with a JSON parser, on whole, cut and damaged files", () => {
  // DEL may stand in JSON as it is; the look is stricter there, and Terraform writes none.
  const text = fc.string({ unit: "grapheme" }).filter((value) => !value.includes("\u007f"));
  const scalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 3 }));
  const whole = fc
    .tuple(fc.dictionary(text, scalar, { minKeys: 1, maxKeys: 4 }), fc.constantFrom(0, 2))
    .map(([value, indent]) => JSON.stringify(value, null, indent));
  const cut = fc.tuple(whole, fc.nat(200)).map(([json, end]) => json.slice(0, end));
  const damaged = fc
    .tuple(whole, fc.nat(60), fc.constantFrom('"', "\\", ",", "{", "x", "\n", "0"))
    .map(([json, at, character]) => json.slice(0, at) + character + json.slice(at + 1));
  // Through bytes, as a file would come: a character cut in half becomes a replacement character.
  const samples = fc
    .sample(fc.oneof(whole, cut, damaged), { numRuns: 600, seed: 1 })
    .map((sample) => Buffer.from(sample).toString());

  const file = path.join(temporaryFolder(), "samples.json");
  fs.writeFileSync(file, JSON.stringify(samples));
  const look = `map ${READER}.isFlatJson (builtins.fromJSON (builtins.readFile ${nixPath(file)}))`;
  const answers = evaluateExpression<boolean[]>(look);
  const disagreed = samples.filter((sample, index) => answers[index] !== isFlat(sample));
  expect(disagreed).toEqual([]);
  expect(answers.filter(Boolean).length).toBeGreaterThan(150);
});

function isFlat(text: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const values = Object.values(value);
  const isScalar = (one: unknown) =>
    Array.isArray(one) ? one.every((item) => typeof item === "string") : typeof one !== "object" || one === null;
  return values.length > 0 && values.every(isScalar);
}
