import type { Checkout } from "../rehearsal/checkout";
import { collectFacts, type Facts } from "./facts";
import { type Document, parse } from "./markdown";
import { type Outcome, runDocument, stepsOf, TO_RUN, withoutSops } from "./run";
import { rehearsedCheckout } from "./stand-ins";

// `npm ci`, `npm test` and `npm run scan` are checked and not run: this is npm test, and .ci/run has all of them as
// they stand in README.md. What needs sops itself is run-sops.peers.test.ts.
const RUN = TO_RUN.map(withoutSops);

let facts: Facts;
let checkout: Checkout;
beforeAll(async () => {
  facts = await collectFacts();
  checkout = rehearsedCheckout();
});
afterAll(() => checkout.remove());

describe.each(RUN.map((document) => [document.file, document] as const))("%s", (_file, document) => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(async () => {
    outcomes = (await runDocument(document, facts, checkout)).outcomes;
  });

  it.each(stepsOf(document).map(({ fence }) => fence.line))("the block at line %i", (line) => {
    const outcome = outcomes.find(({ fence }) => fence.line === line);
    expect(outcome?.problem).toBeUndefined();
    expect(outcome).toBeDefined();
  });
});

describe("a document that was changed to a wrong one", () => {
  const problems = async (document: Document) =>
    (await runDocument(document, facts, checkout)).outcomes.map(({ problem }) => problem);
  const block = (mark: string, code: string) => `Text.\n\n<!-- ${mark} -->\n\`\`\`bash\n${code}\n\`\`\`\n\n`;

  it("is told by file, line and command, and nothing after it is run", async () => {
    const text = [
      block("run: stub", "colmena apply --on cartographer-staging"),
      block("run: stub", "true\ncolmena aply --on cartographer-staging"),
      block("run: checkout", "false"),
    ].join("");
    const [first, second, third] = await problems(parse("wrong.md", text));
    expect(first).toBeUndefined();
    expect(second).toMatch(/^wrong\.md:13: colmena aply --on cartographer-staging\n.*colmena has no verb "aply/);
    expect(third).toContain("not run");
  });

  it.each([
    ["npm", "npm run rehears"],
    ["npx", "npx cdktf dif infra-staging"],
    ["./cartographer", "./cartographer snyc staging"],
    ["aws", "id=x; aws backup start-restore-job --recovery-point-arn $id"],
    ["git", "git frobnicate"],
    ["ssh", "name=stage; ssh -F hosts/ssh_config cartographer-$name"],
    ["systemctl", "unit=cartographr; systemctl stop $unit.target"],
  ])("is seen by the stub of %s, variables filled in", async (_program, command) => {
    const [problem] = await problems(parse("wrong.md", block("run: stub", command)));
    expect(problem).toContain("wrong.md:5: ");
  });

  it.each([
    ["npm run rehearse -- exec -- npx cdktf destroy infra-staging", "cdktf destroy has no stand-in"],
    ["npx cdktf synth", "spoilt"],
    ["npm run rehearse", "spoilt"],
  ])("is seen by what %s really does", async (command, message) => {
    const spoilt = `echo 'throw new Error("spoilt")' > main.ts\n${command}`;
    const [problem] = await problems(parse("wrong.md", block("run: checkout", spoilt)));
    expect(problem).toContain(`wrong.md:6: ${command}\n`);
    expect(problem).toContain(message);
  });

  it("is one that does not print what it should", async () => {
    const text = block("run: stub; expect: COMPLETED", "echo FAILED");
    expect(await problems(parse("wrong.md", text))).toEqual(['wrong.md:4: it does not print "COMPLETED":\nFAILED\n']);
  });
});
