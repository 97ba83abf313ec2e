import { spawnSync } from "node:child_process";
import { INSTALLATION, sopsProgram } from "../../dev/tools";
import { SecretsProject } from "./secrets/project";

const SECRETS = "secrets/staging";
let project: SecretsProject;
beforeAll(async () => {
  project = await new SecretsProject(await sopsProgram()).fill();
}, INSTALLATION);

it("keeps the new key in the encrypted file where there is one, and takes the old one out of it", async () => {
  await project.run(["secrets", "init", "staging", "--as", "hanako"]);
  spawnSync("rm", [project.path(`${SECRETS}/origin-key.pem`)]);
  spawnSync("git", ["add", "--all"], { cwd: project.root });
  const names = () => Object.keys(JSON.parse(project.read(`${SECRETS}/secrets.sops.json`)));
  const { stdout } = await project.run(["origin-key", "staging", "--rotate"]);
  expect(stdout).toMatch(
    /^secrets\/staging\/secrets\.sops\.json {3}private key \(RSA 2048, encrypted; commit it too\)/,
  );
  expect(stdout).toMatch(/git commit .* -- secrets\/staging\/secrets\.sops\.json/);
  expect(names()).toEqual(["environment", "origin-key", "origin-next-key", "sops"]);
  expect(project.exists(`${SECRETS}/origin-next-key.pem`)).toBe(false);
});
