import { DOCUMENTS } from "./documents";
import { collectFacts, type Facts } from "./facts";
import { inlineProblems } from "./inline";
import { parse } from "./markdown";

let facts: Facts;
beforeAll(async () => {
  facts = await collectFacts();
});

// What was is in the changelog, and need not be any more.
const CURRENT = DOCUMENTS.filter(({ file }) => file !== "CHANGELOG.md");

it.each(CURRENT.map((document) => [document.file, document] as const))(
  "%s: commands, addresses and paths in its sentences and tables are there",
  async (_file, document) => {
    expect(await inlineProblems(document, facts)).toEqual([]);
  },
);

it.each([
  ["a verb", "| a | `./cartographer snyc staging` |", "wrong.md:1: `./cartographer snyc staging`: unknown command"],
  ["what a command of ours is about", "`npx cdktf diff`", "it names no stack"],
  ["a verb of Terraform", "`terraform imprt`", "terraform has no verb"],
  ["a stack", "Text,\nthen `npx cdktf diff\ninfra-stage`.", "wrong.md:2: `npx cdktf diff infra-stage`: "],
  ["a node", "`colmena apply --on cartographer-stage`", '"cartographer-stage" is no node'],
  ["a script", "`npm run rehears`", '"rehears" is no script'],
  ["a unit", "`systemctl restart cartographer-retry.timr`", '"cartographer-retry.timr" is no unit'],
  ["an address", "`aws_instance.ap`", "no stack has this address"],
  ["a file", "`config-rule.ts`", "there is no such file"],
  ["a folder", "`constructs/aspect/`", "there is no such file"],
  ["a folder at the top", "| `cli/mian.ts` | x |", "there is no such file"],
  ["a folder that a table describes", "| Path | |\n| --- | --- |\n| `hostz/` | x |", "there is no such file"],
  ["a file of an environment", "`hosts/infra-cartographr-<env>.json`", "there is no such file"],
  ["a secret that git would not ignore", "`secrets/tfc-bootstrap.tfvar`", "there is no such file"],
])("%s that is not there is told", async (_what, text, message) => {
  expect(await inlineProblems(parse("wrong.md", text), facts)).toEqual([expect.stringContaining(message)]);
});

it.each([
  "`terraform`, `nix`, `terraform import` and `colmena apply`, by name",
  "`./cartographer sync <env>`, `npx cdktf deploy …`",
  "`hosts/infra-cartographer-<env>.json`, `secrets/<env>/origin.csr`, `secrets/staging/origin-key.pem`, `.env.staging`",
  "`constructs/aspects/`, `main.ts`, `rehearsal/cloud/rules/`, `cdktf.out/`, `/mnt/efs`, `m36-data`",
  "``npx cdktf diff infra-staging`` and `aws_instance.app`, `local_file.infra_json[0]`",
])("%s is fine", async (text) => {
  expect(await inlineProblems(parse("right.md", text), facts)).toEqual([]);
});
