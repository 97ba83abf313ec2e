import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { matches, problemOfText } from "../../contract/reader";
import rules from "../../contract/rules.json";
import { evaluate } from "../../rehearsal/hive/hive";
import { BROKEN, textWith } from "./broken";
import { CASES } from "./edges";
import { files } from "./files";

const project = path.join(__dirname, "../..");

/** What texts become on their way to `text.object` of rules.json, and what they must not be. */
const SHAPES = [
  ...["\u0001", "[]", "[\u0001, \u0001 ]", "[0]", "-12", "012", "1234567890"],
  ...["{\u0001:0 , \u0001: \u0001}", "{0:0}", "{\u0001:0,}"],
];
const ADDRESSES = ["192.0.2.1", "198.51.100.255", "203.0.113.10", "192.0.20.1", "203.0.114.1", "1203.0.113.1"];

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "cartographer-contract-")));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What an attribute of readers.nix says of samples. */
function inNix<Answer>(attribute: string, samples: object): Promise<Answer> {
  const file = path.join(folder, `${attribute}.json`);
  fs.writeFileSync(file, JSON.stringify(samples));
  return evaluate<Answer>(path.join(__dirname, "readers.nix"), attribute, { project, samples: file });
}

test("both engines read each pattern of rules.json alike, at its edges and at those of all others", async () => {
  const { keys, rehearsal_address, text } = rules;
  const patterns = [
    ...Object.values(keys).flatMap((rule) => ("pattern" in rule ? [rule.pattern] : [])),
    ...Object.values(keys.cloudflare_ip_ranges.families),
    rehearsal_address,
    text.characters,
    text.object,
    ...text.shrink.map(([from = ""]) => from),
  ];
  const texts = CASES.flatMap(([, , value]) => [value].flat())
    .filter((value) => typeof value === "string")
    // A NUL and half a character are in no value that Nix can have.
    .filter((value) => !["\u0000", "\ud800"].some((odd) => value.includes(odd)))
    .flatMap((value) => [value, JSON.stringify(value), JSON.stringify({ [value]: [value, "x"], n: 12 })])
    .concat(SHAPES, ADDRESSES);
  const answers = await inNix<readonly (readonly boolean[])[]>("matches", { patterns, texts });
  const disagreed = patterns.flatMap((pattern, row) =>
    texts.flatMap((one, column) => (answers[row]?.[column] === matches(pattern, one) ? [] : [{ pattern, one }])),
  );
  expect(disagreed).toEqual([]);
  for (const row of answers) expect(new Set(row)).toEqual(new Set([true, false]));
});

type Verdict = { readonly value: unknown } | { readonly problem: string };

test("both readers give every file the same verdict, in the same words", async () => {
  const texts = [
    ...BROKEN.map(([, text]) => text),
    ...CASES.map(([key, , value]) => textWith({ [key]: value })),
    ...fc.sample(files, { numRuns: 3000, seed: 6 }),
  ];
  const verdicts = await inNix<readonly Verdict[]>("verdicts", { texts });
  const disagreed = texts.flatMap((text, index) => {
    const problem = problemOfText(text, "staging");
    const here: Verdict = problem === undefined ? { value: JSON.parse(text) } : { problem };
    return isDeepStrictEqual(here, verdicts[index]) ? [] : [{ text, here, nix: verdicts[index] }];
  });
  expect(disagreed).toEqual([]);

  const counts = { holds: 0, text: 0, version: 0, environment: 0, broken: 0 };
  for (const one of verdicts) counts["problem" in one ? kindOf(one.problem) : "holds"] += 1;
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(20);
  expect(counts.holds).toBeGreaterThan(300);
});

/** Which of the sentences of rules.json that is. */
function kindOf(problem: string): "text" | "version" | "environment" | "broken" {
  const kinds = ["text", "version", "environment", "broken"] as const;
  const found = kinds.find((kind) => problem.startsWith(rules.words[kind].replace(/\{.*/s, "")));
  if (!found) throw new Error(`No sentence of rules.json: ${problem}`);
  return found;
}
