import { spawnSync } from "node:child_process";
import { KNOWN } from "../../metadata";
import { SecretsProject } from "./project";

let project: SecretsProject;
beforeEach(async () => {
  project = await new SecretsProject().fill();
});

const check = (...args: string[]) => project.run(["secrets", "check", "staging", ...args]);
const changeTable = (from: string, to: string) =>
  project.write("hosts/table.nix", project.read("hosts/table.nix").replace(from, to));

it("finds all in order, for the backend that the host table names", async () => {
  const { exitCode, stdout, stderr } = await check();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toBe(
    "✓ The secrets of staging (deployment-keys) are in order: DATABASE_URL, OPENROUTER_API_KEY, origin key matches " +
      "its certificate.\n",
  );
  changeTable('"deployment-keys"', '"sops"');
  expect((await check()).stderr).toMatch(
    /The secrets of staging \(sops\) are not in order:\n✗ \.sops\.yaml has no rule/,
  );
});

it("tells everything that is wrong at once, and no value", async () => {
  project.writeVariables({ DATABASE_URL: "", NEXT_PUBLIC_KEY: project.canary });
  project.writeContract({ origin_certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" });
  const { exitCode, stdout, stderr } = await check();
  expect(exitCode).toBe(1);
  expect(stderr.match(/^✗ .*/gm)).toEqual([
    "✗ OPENROUTER_API_KEY is missing: the application does not run without it",
    "✗ DATABASE_URL is empty: give it a value, or take the line out",
    "✗ the origin key (origin) cannot be compared: the committed certificate cannot be read",
  ]);
  expect(stdout).toMatch(/^! NEXT_PUBLIC_KEY has no effect here: .* flake\.nix \(nextPublic\)\n$/);
  expect(stdout + stderr).not.toContain(project.canary);
});

it.each<[string, () => void, RegExp]>([
  [
    "a file that others can read",
    () => spawnSync("chmod", ["604", project.path(".env.staging")]),
    /\.env\.staging can be read by others on this machine \(mode 0604\); it must be yours alone\.\n {2}next: chmod 600 \.env\.staging/,
  ],
  ["no file", () => spawnSync("rm", [project.path(".env.staging")]), /\.env\.staging is not there/],
  [
    "no key",
    () => spawnSync("rm", [project.path("secrets/staging/origin-key.pem")]),
    /there is no key for the origin certificate in use \(secrets\/staging\/origin-key\.pem\): get it from whoever made it/,
  ],
  [
    "the key of the other slot alone",
    () => project.writeContract({ origin_slot: "origin-next" }),
    /there is no key for the origin certificate in use \(secrets\/staging\/origin-next-key\.pem\)/,
  ],
  [
    "no contract",
    () => spawnSync("rm", [project.path("hosts/infra-cartographer-staging.json")]),
    /hosts\/infra-cartographer-staging\.json does not exist\.\n {2}next: \.\/cartographer sync staging/,
  ],
  [
    "half a contract",
    () => project.write("hosts/infra-cartographer-staging.json", '{"domain'),
    /it was cut off, or edited/,
  ],
  [
    "an unknown backend",
    () => changeTable('"deployment-keys"', '"vault"'),
    /hosts\/table\.nix has no secretsBackend of staging that is one of deployment-keys, sops, secrets-manager/,
  ],
  [
    "a table that does not evaluate",
    () => project.write("hosts/table.nix", "{"),
    /hosts\/table\.nix does not tell staging\.secretsBackend/,
  ],
])("exits 1 with %s", async (_what, spoil, reason) => {
  spoil();
  const { exitCode, stderr } = await check();
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(reason);
  expect(stderr).not.toContain(project.canary);
});

it("says to make a key where nobody has made one yet: on a fresh clone", async () => {
  const made = ["origin-key.pem", "origin.csr"].map((file) => project.path(`secrets/staging/${file}`));
  spawnSync("rm", made);
  project.writeContract({ instance_public_ip: "203.0.113.4" });
  const { exitCode, stderr } = await check();
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr:
      "The secrets of staging (deployment-keys) are not in order:\n" +
      "✗ nobody has made an origin key yet (secrets/staging/origin-key.pem, secrets/staging/origin.csr): " +
      "./cartographer origin-key staging\n",
  });
  const [, command = ""] = /: (\.\/cartographer .*)\n$/.exec(stderr) ?? [];
  expect((await project.run(command.split(" ").slice(1))).exitCode).toBe(0);
  expect((await check()).exitCode).toBe(0);
});

it("export says what there is, and names no file that is not there", async () => {
  const exported = () => project.run(["secrets", "export", "staging"]);
  expect((await exported()).stderr).toMatch(/^The secrets of staging are files already: \.env\.staging\.\n/);
  spawnSync("rm", [project.path(".env.staging")]);
  expect(await exported()).toMatchObject({
    exitCode: 1,
    stderr:
      "The secrets of staging are files of those who deploy (deployment-keys), and .env.staging is not here: " +
      "nothing is kept elsewhere.\n  next: get it from whoever deploys, or: cp .env.example .env.staging && chmod " +
      "600 .env.staging, then fill it in\n",
  });
});

it("says that nothing was compared while the committed JSON is a rehearsal's", async () => {
  project.writeContract({ instance_public_ip: "203.0.113.4", origin_certificate: KNOWN.origin_certificate });
  const { exitCode, stdout } = await check();
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/origin key, not compared: the committed certificate is a rehearsal's\.\n$/),
  });
});

it("needs nix for the table alone", async () => {
  const PATH = "/nonexistent";
  const refused = await project.run(["secrets", "check", "staging"], { PATH });
  expect(refused.stderr).toMatch(/nix \(nix-instantiate\) is not on the PATH.*\n {2}next: .*--backend deployment-keys/);
  expect(await project.run(["secrets", "check", "staging", "--backend", "deployment-keys"], { PATH })).toMatchObject({
    exitCode: 0,
  });
});

it("reads the value at AWS for secrets-manager", async () => {
  project.fake("aws", 'echo "An error occurred (ResourceNotFoundException) when calling" >&2; exit 254');
  const { stderr } = await check("--backend", "secrets-manager");
  expect(stderr).toMatch(
    /✗ cartographer-staging\/application has no value at AWS yet\.\n {2}next: \.\/cartographer secrets push staging/,
  );
  project.fake("aws", `echo '"{\\"environment\\":{\\"DATABASE_URL\\":7}}"'`);
  expect((await check("--backend", "secrets-manager")).stderr).toMatch(
    /The secret cartographer-staging\/application does not hold an environment's secrets: "environment" is no object of texts/,
  );
  project.fake("aws", `echo '"not json ${project.canary}"'`);
  const broken = await check("--backend", "secrets-manager");
  expect(broken.stderr).toMatch(/it is no JSON object/);
  expect(broken.stderr).not.toContain(project.canary);
});
