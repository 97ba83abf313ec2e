import * as fs from "node:fs";
import * as path from "node:path";
import { project } from "../../config";
import { ORIGIN, resources, synthBootstrap, synthInfra } from "../synthesised";
import { ROOT } from "./documents";

const everySetting = {
  alarmEmails: ["a@example.com"],
  zoneSettings: { ...project.zoneSettings, on: ["ssl-strict"] as const },
};
const stacks = [
  synthBootstrap(),
  synthBootstrap({ runnerCredentials: "oidc" }),
  synthInfra("staging"),
  synthInfra("prod", {}, ORIGIN, everySetting),
];
const types = new Set(stacks.flatMap(resources).map(([address]) => address.split(".")[0] ?? ""));

it.each([...types].sort())("docs/import.md says in which form the id of %s goes, or why it is not imported", (type) => {
  for (const file of ["docs/import.md", "docs/import.ja.md"]) {
    expect(fs.readFileSync(path.join(ROOT, file), "utf8")).toContain(`\n| \`${type}\` | `);
  }
});
