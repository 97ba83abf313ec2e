import * as path from "node:path";
import { INSTALLATION, sopsProgram } from "../../tools";
import { Checkout } from "../rehearsal/checkout";
import { DOCUMENTS, isTranslation } from "./documents";
import { collectFacts, type Facts } from "./facts";
import { type Document, parse } from "./markdown";
import { type Outcome, runDocument, stepsOf } from "./run";

jest.setTimeout(300_000);

// A translation has the same commands (languages.programs.test.ts), so the original alone is run. `npm ci`, `npm test` and
// `npm run scan` are checked and not run: this is npm test, and .ci/run has all of them as they stand in README.md.
const RUN = DOCUMENTS.filter((document) => stepsOf(document).length > 0 && !isTranslation(document));

let facts: Facts;
beforeAll(async () => {
  // docs/secrets.md runs it as people do who have it.
  process.env.PATH = [process.env.PATH, await sopsProgram()].join(path.delimiter);
  facts = await collectFacts();
}, INSTALLATION);

describe.each(RUN.map((document) => [document.file, document] as const))("%s", (_file, document) => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(() => {
    const checkout = new Checkout();
    try {
      outcomes = runDocument(document, facts, checkout).outcomes;
    } finally {
      checkout.remove();
    }
  });

  it.each(stepsOf(document).map(({ fence }) => fence.line))("the block at line %i", (line) => {
    const outcome = outcomes.find(({ fence }) => fence.line === line);
    expect(outcome?.problem).toBeUndefined();
    expect(outcome).toBeDefined();
  });
});

describe("a document that was changed to a wrong one", () => {
  let checkout: Checkout;
  beforeAll(() => {
    checkout = new Checkout();
  });
  afterAll(() => checkout.remove());
  const problems = (document: Document) =>
    runDocument(document, facts, checkout).outcomes.map(({ problem }) => problem);
  const block = (mark: string, code: string) => `Text.\n\n<!-- ${mark} -->\n\`\`\`bash\n${code}\n\`\`\`\n\n`;

  it("is told by file, line and command, and nothing after it is run", () => {
    const text = [
      block("run: stub", "colmena apply --on cartographer-staging"),
      block("run: stub", "true\ncolmena aply --on cartographer-staging"),
      block("run: checkout", "false"),
    ].join("");
    const [first, second, third] = problems(parse("wrong.md", text));
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
  ])("is seen by the stub of %s, variables filled in", (_program, command) => {
    expect(problems(parse("wrong.md", block("run: stub", command)))[0]).toContain("wrong.md:5: ");
  });

  it("is one that does not print what it should", () => {
    const text = block("run: stub; expect: COMPLETED", "echo FAILED");
    expect(problems(parse("wrong.md", text))).toEqual(['wrong.md:4: it does not print "COMPLETED":\nFAILED\n']);
  });
});
