import * as fs from "node:fs";
import * as path from "node:path";
import { project } from "../../config";
import { withImportIds } from "../../dev/docs/import-ids";
import { resourceRules } from "../../rehearsal/cloud/rules";
import { importForm, notImported, RESOURCE_TYPES } from "../../resources";
import { ORIGIN, resources, synthBootstrap, synthInfra } from "../synthesised";

const everySetting = {
  alarmEmails: ["a@example.com"],
  zoneSettings: { ...project.zoneSettings, on: ["ssl-strict"] as const },
};
const infra = [synthInfra("staging"), synthInfra("prod", {}, ORIGIN, everySetting)];
const stacks = [synthBootstrap(), synthBootstrap({ runnerCredentials: "oidc" }), ...infra];
const used = typesIn(stacks);
const ofRunner = typesIn(infra).filter((type) => type.startsWith("aws_"));

const pages = ["docs/import.md", "docs/import.ja.md"].map((file) => ({
  file,
  text: fs.readFileSync(path.join(__dirname, "../..", file), "utf8"),
}));

function typesIn(some: typeof stacks): readonly string[] {
  return [...new Set(some.flatMap(resources).map(([address]) => address.split(".")[0] ?? ""))].sort();
}

/** What a type that the stacks use still wants, a line each. */
function wants(type: string): readonly string[] {
  const description = RESOURCE_TYPES[type];
  return [
    ...(description ? [] : [`${type}: its description in resources/`]),
    ...(ofRunner.includes(type) && !description?.writes ? [`${type}: writes, in its description`] : []),
    ...(description?.writes && !description.reads ? [`${type}: reads, in its description`] : []),
    ...(type in resourceRules ? [] : [`${type}: its rule of the local cloud in rehearsal/cloud/rules/`]),
    ...pages
      .filter(({ text }) => !text.includes(`\n| \`${type}\` | `))
      .map(({ file }) =>
        notImported(type)
          ? `${type}: its row under what is not imported, in ${file}`
          : `${type}: its row in ${file}, by npm run docs`,
      ),
  ];
}

it.each(used)("%s has all that a type needs", (type) => {
  expect(wants(type)).toEqual([]);
});

it("names each thing that a new type wants", () => {
  expect(wants("aws_sqs_queue")).toEqual([
    "aws_sqs_queue: its description in resources/",
    "aws_sqs_queue: its rule of the local cloud in rehearsal/cloud/rules/",
    "aws_sqs_queue: its row in docs/import.md, by npm run docs",
    "aws_sqs_queue: its row in docs/import.ja.md, by npm run docs",
  ]);
});

it("describes no type that no stack uses, and the local cloud has no rule for one", () => {
  const idle = (types: object) => Object.keys(types).filter((type) => !used.includes(type));
  expect({ descriptions: idle(RESOURCE_TYPES), rules: idle(resourceRules) }).toEqual({ descriptions: [], rules: [] });
});

it.each(pages)("$file has the ids' forms as they are described: npm run docs", ({ text }) => {
  expect(withImportIds(text)).toBe(text);
});

it("gives an example of each form, and what is done in place of an import", () => {
  for (const type of Object.keys(RESOURCE_TYPES)) {
    const [form, harm] = [importForm(type), notImported(type)];
    expect(form?.examples.length ?? 1).toBeGreaterThan(0);
    expect(harm?.instead ?? "leave it out").toMatch(/^leave it out/);
  }
});
