import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { actionlintProgram, INSTALLATION } from "../dev/tools";

const FOLDER = path.join(__dirname, "../.github/workflows");
const workflows = fs
  .readdirSync(FOLDER)
  .map((name) => [name, fs.readFileSync(path.join(FOLDER, name), "utf8")] as const);

describe.each(workflows)("%s", (name, text) => {
  it(
    "passes actionlint",
    async () => {
      const actionlint = path.join(await actionlintProgram(), "actionlint");
      const { status, stdout } = spawnSync(actionlint, ["-no-color", path.join(FOLDER, name)], { encoding: "utf8" });
      expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
      const broken = spawnSync(actionlint, ["-no-color", "-"], {
        input: text.replace("runs-on:", "runs_on:"),
        encoding: "utf8",
      });
      expect(broken.status).not.toBe(0);
    },
    INSTALLATION,
  );

  it("takes every action by the hash of a commit, and may read the repository and nothing else", () => {
    const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
    expect(actions.length).toBeGreaterThan(name === "check.yml" ? 3 : 1);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    expect(text.match(/permissions:\n( {2}.*\n)+/g)).toEqual(["permissions:\n  contents: read\n"]);
  });
});

it("runs what people run", () => {
  expect(Object.fromEntries(workflows)["check.yml"]).toContain("bash .ci/run");
  const script = fs.readFileSync(path.join(__dirname, "../.ci/run"), "utf8");
  for (const command of [
    "npm ci",
    "npm run rehearse",
    "npm run bench -- --short",
    "npm run scan",
    "npm test",
    "npm run test:peers",
  ])
    expect(script).toContain(`\n${command}`);
});
