import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { unencryptedIn } from "../../cli/guard/sops";
import { encryptionOf } from "../../contract/sops";
import { evaluate } from "../../rehearsal/hive/hive";

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "cartographer-sops-")));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const code = (data: string, type = "str") => `ENC[AES256_GCM,data:${data},iv:WS83,tag:ih9M==,type:${type}]`;
const ENCRYPTED = ["str", "int", "float", "bool", "time", "bytes", "comment"].map((type) => code("Rdk2/+A=", type));
const LEFT = ["", null];
const CLEAR = [
  ...["clear", "ENC[", "ENC[clear", "no ENC[", `${code("A")}\n`, ` ${code("A")}`, code(""), code("a b"), code("A", "")],
  ...[code("A").toLowerCase(), "ENC[]", "null", 0, 1, -2.5, 5432, true, false],
];
const BIG = code("a".repeat(20_000));

const leaf = fc.constantFrom<unknown>(...ENCRYPTED, ...ENCRYPTED, ...LEFT, ...CLEAR);
const key = fc.constantFrom(..."A B environment sops mac a_unencrypted constructor type outPath __functor".split(" "));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(key, tie("tree"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const metadata = fc.oneof(
  fc.constantFrom<unknown>(
    { mac: code("A") },
    { mac: code("A"), age: [], kms: null, unencrypted_suffix: "_unencrypted" },
  ),
  fc.constantFrom<unknown>({}, null, [], "x", { mac: null }, { mac: "ENC[x]" }, { mac: [code("A")] }),
);
const files = fc
  .tuple(fc.dictionary(key, tree, { maxKeys: 4, noNullPrototype: true }), fc.option(metadata, { freq: 5 }))
  .map(([values, sops]) => (sops === null ? values : { ...values, sops }));

interface Verdict {
  readonly isSigned: boolean;
  readonly clear: readonly string[];
}

test("TypeScript and Nix see the same of every file, and guard refuses what they see", async () => {
  const contents: readonly Readonly<Record<string, unknown>>[] = [
    { A: BIG, sops: { mac: BIG } },
    ...CLEAR.map((A) => ({ A, sops: { mac: code("A") } })),
    ...fc.sample(files, { numRuns: 2000, seed: 12 }),
  ];
  const samples = path.join(folder, "samples.json");
  fs.writeFileSync(samples, JSON.stringify({ contents }));
  const project = path.join(__dirname, "../..");
  const nix = await evaluate<readonly Verdict[]>(path.join(__dirname, "readers.nix"), "encryption", {
    project,
    samples,
  });
  const counts = { whole: 0, unsigned: 0, clear: 0 };
  for (const [at, content] of contents.entries()) {
    const { isSigned, clear } = encryptionOf(content);
    const names = clear.map((way) => way.join("."));
    expect([content, { isSigned, clear: names.toSorted() }]).toEqual([content, sorted(nix[at])]);
    const refused = unencryptedIn("x.sops.json", JSON.stringify(content)).length > 0;
    expect([content, refused]).toEqual([content, !isSigned || names.length > 0]);
    counts[isSigned ? (names.length > 0 ? "clear" : "whole") : "unsigned"] += 1;
  }
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(100);
  expect(contents.slice(1, CLEAR.length + 1).every((content) => encryptionOf(content).clear.length === 1)).toBe(true);
});

function sorted(verdict: Verdict | undefined): unknown {
  return { ...verdict, clear: verdict?.clear.toSorted() };
}
