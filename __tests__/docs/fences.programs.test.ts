import { DOCUMENTS } from "./documents";
import { collectFacts, type Facts } from "./facts";
import { type Document, parse } from "./markdown";
import { isCommands, markProblems } from "./marks";
import { isKnown, problemOf } from "./programs";
import { commandsIn } from "./shell";

let facts: Facts;
beforeAll(async () => {
  facts = await collectFacts();
});

/** Every command in the fences of a document, with its place. */
function commandsOf({ file, fences }: Document) {
  return fences
    .filter(isCommands)
    .flatMap(({ line, code }) => commandsIn(code, line + 1))
    .map((command) => ({ at: `${file}:${command.line}: ${command.words.join(" ")}`, command }));
}

async function commandProblems(document: Document): Promise<readonly string[]> {
  const found = commandsOf(document).map(async ({ at, command }) => {
    const problem = await problemOf(command, facts);
    return problem === undefined ? [] : [`${at}: ${problem}`];
  });
  return (await Promise.all(found)).flat();
}

describe.each(DOCUMENTS.map((document) => [document.file, document] as const))("%s", (_file, document) => {
  it("has a mark at every fence", () => {
    expect(markProblems(document)).toEqual([]);
  });

  it("has no command in a fence that its program would not take", async () => {
    expect(await commandProblems(document)).toEqual([]);
  });

  it("would be refused with any verb misspelt", async () => {
    const ours = commandsOf(document).filter(({ command }) => isKnown(command.words[0] ?? "") && command.words[1]);
    for (const { at, command } of ours) {
      const words = command.words.map((word, index) => (index === 1 && /^[a-z-]+$/.test(word) ? `${word}x` : word));
      if (words[1] === command.words[1] || command.words[0] === "ssh") continue;
      expect([at, await problemOf({ ...command, words }, facts)]).toEqual([at, expect.any(String)]);
    }
  });
});

const fence = (mark: string, code: string, language = "bash") => `${mark}\n\`\`\`${language}\n${code}\n\`\`\`\n`;

it.each([
  ["no mark", fence("", "true"), "wrong.md:2: ```bash has no mark on the line above"],
  [
    "an unknown mark",
    fence("<!-- run: later -->", "true"),
    "wrong.md:2: ```bash has no mark on the line above (run: rehearsal, run: checkout, run: stub, needs: clouds, " +
      'example): "run: later" is none',
  ],
  ["a detail for what is not run", fence("<!-- example; expect: x -->", "x", "text"), "has no mark"],
  ["an unknown detail", fence("<!-- run: stub; quietly -->", "true"), "has no mark"],
  ["commands as an example", fence("<!-- example -->", "rm -r docs"), "is commands, but marked as an example"],
  ["text as commands", fence("<!-- run: stub -->", "x", "text"), "is marked as commands, but is not ```bash"],
  ["a mark that is not next to it", fence("<!-- run: stub -->\n", "true"), "wrong.md:3: ```bash has no mark"],
])("a fence with %s is told", (_what, text, message) => {
  expect(markProblems(parse("wrong.md", text))).toEqual([expect.stringContaining(message)]);
});

it("a fence in a list and one in a quote are fences", () => {
  const list = "1. Do:\n\n   <!-- run: stub -->\n   ```bash\n   npm ci\n   ```\n";
  const quote = "> [!TIP]\n> <!-- run: stub -->\n> ```bash\n> npm ci\n> ```\n";
  for (const text of [list, quote]) {
    const [only, ...others] = parse("x.md", text).fences;
    expect(only).toMatchObject({ language: "bash", code: "npm ci\n", comment: "run: stub" });
    expect(others).toEqual([]);
  }
});

it.each([
  ["./cartographer snyc staging", "unknown command"],
  ["./cartographer sync", "missing required argument 'environment'"],
  ["./cartographer sync production", '"production" is no environment'],
  ["./cartographer secrets check stagin", '"stagin" is no environment'],
  ["./cartographer secrets chek staging", "unknown command"],
  ["./cartographer sync staging --chek", "unknown option"],
  ["npx cartographer sync staging", "npx asks the public registry: ./cartographer"],
  ["npx cartographr sync staging", "is no program that npx finds"],
  ["npx cdktf dif infra-staging", 'cdktf has no verb "dif infra-staging"'],
  ["npx cdktf diff", "it names no stack"],
  ["npx cdktf deploy infra-stagin", '"infra-stagin" is no stack; there are: tfc-bootstrap, infra-staging, infra-prod'],
  ["npx cdktf deploy infra-prod --autoapprove", "--autoapprove is no option of it"],
  ["npm run rehears", '"rehears" is no script of package.json'],
  ["npm run rehearse -- --keeep", "unknown option"],
  ["npm run rehearse -- exec --stack infra-x -- true", '"infra-x" is no stack'],
  ["npm run rehearse -- exec -- npx cdktf diff infra", '"infra" is no stack'],
  ["npm run deploy -- stagin", '"stagin" is no environment'],
  ["npm run deploy staging", "is one argument too many"],
  ["npm run deploy -- staging --auto-approve", "unknown option"],
  ["colmena apply", "it lacks --on"],
  ["colmena apply --on cartographer-stage", '"cartographer-stage" is no node or tag of the hive'],
  ["colmena apply --on @staging,@production", '"@production" is no node'],
  ["colmena apply --on @prod --pure", "--pure is no option of it"],
  ["colmena apply swich --on @prod", '"swich" is no goal'],
  ["colmena exec --on @prod -- systemctl restart cartographer", '"cartographer.service" is no unit of the hosts'],
  ["systemctl stop cartographer.targt", '"cartographer.targt" is no unit'],
  ["sudo systemctl halt-catch-fire", "systemctl has no verb"],
  ["journalctl -u cartographer-back", '"cartographer-back.service" is no unit'],
  ["ssh -F hosts/ssh_config cartographer-stage", "is no host in hosts/ssh_config"],
  ["ssh -F hosts/ssh_config cartographer-prod systemctl status nginxx", '"nginxx.service" is no unit'],
  ["terraform import aws_vpc.mian vpc-1", '"aws_vpc.mian" is no address in a stack'],
  ["terraform import aws_vpc.main", "it lacks an argument"],
  ["terraform plan -replace aws_instance.ap", '"aws_instance.ap" is no address'],
  ["TF_CLI_ARGS_plan=-replace=aws_instance.ap npx cdktf diff infra-prod", '"aws_instance.ap" is no address'],
  ["nix flake updat", "nix has no verb"],
  ["nix flake update cartographr", '"cartographr" is no input of flake.nix'],
  ["nix flake lock --override-input cartographr path:../cartographer", '"cartographr" is no input'],
  ["ssh -F hosts/ssh_confg cartographer-prod", '"hosts/ssh_confg" is no configuration of ssh'],
  ["aws sts get-caller-identity --output txt", '"txt" is no form'],
  ["git comit -m x", "git has no verb"],
  ["aws backup start-restore-job --metadata x", "it lacks --recovery-point-arn"],
  ["aws backup start-restore --metadata x", "aws backup start-restore is not in"],
  ["if colmna apply; then true; fi", "colmna is a program that"],
  ["account=$(aws sts get-caller-identiti)", "aws sts get-caller-identiti is not in"],
])("%s is refused", async (code, message) => {
  const problems = await commandProblems(parse("wrong.md", fence("<!-- needs: clouds -->", `true\n${code}`)));
  expect(problems).toEqual([expect.stringContaining(message)]);
  expect(problems[0]).toMatch(/^wrong\.md:4: /);
});

it.each([
  "npx cdktf deploy infra-<env>",
  'npx cdktf deploy "infra-$environment" --auto-approve',
  "npx cdktf deploy 'infra-*'",
  "./cartographer sync <env> --check",
  "npm run deploy -- <environment> -- --auto-approve",
  "colmena apply --on cartographer-staging,@prod --impure --build-on-target",
  "colmena exec --on @prod -- journalctl -u cartographer-backend -n50 -f",
  "terraform import 'tfe_organization_membership.members[\"a@example.com\"]' plural-reality/a@example.com",
  "nix flake lock --override-input cartographer path:../cartographer",
  "ssh -F hosts/ssh_config cartographer-prod -- systemctl status nginx",
  'while read -r line; do case $line in a | b) echo "$(date)" ;; *) break ;; esac; done < file > /dev/null 2>&1',
  "cat > .env.staging <<'END'\nnonsense words\nEND",
  'for name in staging prod; do ./cartographer sync "$name"; done # every one',
])("%s is taken", async (code) => {
  expect(await commandProblems(parse("right.md", fence("<!-- needs: clouds -->", code)))).toEqual([]);
});
