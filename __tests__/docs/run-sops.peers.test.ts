import * as path from "node:path";
import { INSTALLATION, sopsProgram } from "../../dev/tools";
import { Checkout } from "../rehearsal/checkout";
import { collectFacts } from "./facts";
import { runDocument, TO_RUN, withoutSops } from "./run";

// The documents with blocks that run.programs.test.ts leaves out, whole, as people follow them who have sops.
const RUN = TO_RUN.filter((document) => withoutSops(document).fences.length < document.fences.length);

const checkout = new Checkout();
afterAll(() => checkout.remove());
beforeAll(async () => {
  process.env.PATH = [process.env.PATH, await sopsProgram()].join(path.delimiter);
}, INSTALLATION);

it.each(RUN.map((document) => [document.file, document] as const))("%s", async (_file, document) => {
  const { outcomes } = await runDocument(document, await collectFacts(), checkout);
  expect(outcomes.flatMap(({ problem }) => problem ?? [])).toEqual([]);
});
