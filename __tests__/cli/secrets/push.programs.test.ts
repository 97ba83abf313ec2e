import { spawnSync } from "node:child_process";
import path from "node:path";
import { SecretsProject } from "./project";

let project: SecretsProject;
beforeEach(async () => {
  project = await new SecretsProject().fill();
  project.fake("aws", AWS);
});

/**
 * A secret in a file, through a program that notes how it was called: what AWS's own CLI does is shown in hosts' tests.
 */
const AWS = `echo "$@" >> "$(dirname "$0")/arguments"
secret=$(dirname "$0")/secret
case "$*" in
  *" get-secret-value "*) test -e "$secret" || {
    echo "An error occurred (ResourceNotFoundException) when calling: no value" >&2; exit 254
  }
    node -p 'JSON.stringify(require("fs").readFileSync(process.argv[1], "utf8"))' "$secret" ;;
  *" put-secret-value "*file:///dev/stdin*) cat /dev/stdin > "$secret" ;; # opened by its name, as the real one does
esac`;

const push = (...args: string[]) => project.run(["secrets", "push", "staging", ...args]);
const noted = () => spawnSync("cat", [path.join(project.programs, "arguments")], { encoding: "utf8" }).stdout;
const pushed = () => JSON.parse(spawnSync("cat", [path.join(project.programs, "secret")], { encoding: "utf8" }).stdout);

it("puts variables and key into the secret that the contract names, through standard input", async () => {
  const { exitCode, stdout, stderr } = await push();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(pushed()).toEqual({
    environment: { DATABASE_URL: `postgresql://u:${project.canary}@db/x?a=b&c`, OPENROUTER_API_KEY: project.canary },
    "origin-key": project.read("secrets/staging/origin-key.pem"),
  });
  expect(noted()).toContain("--secret-id cartographer-staging/application --region ap-northeast-1");
  for (const text of [noted(), stdout]) expect(text).not.toContain(project.canary);
  expect(stdout).toMatch(/next: ssh -F hosts\/ssh_config cartographer-staging systemctl restart cartographer\.target/);
});

it("makes no new version of what is there already", async () => {
  await push();
  const { stdout } = await push();
  expect(stdout).toMatch(/cartographer-staging\/application has these values already/);
  expect(noted().match(/put-secret-value/g)).toHaveLength(1);
});

it("leaves a key that is on another machine as it is, and takes one away whose request is gone", async () => {
  await push();
  const key = project.read("secrets/staging/origin-key.pem");
  spawnSync("rm", [project.path("secrets/staging/origin-key.pem")]);
  project.writeVariables({ DATABASE_URL: "other", OPENROUTER_API_KEY: project.canary });
  expect(await push()).toMatchObject({ exitCode: 0 });
  expect(pushed()).toMatchObject({ environment: { DATABASE_URL: "other" }, "origin-key": key });

  project.fake("sops", "exit 1");
  await project.run(["origin-key", "staging", "--rotate"]);
  project.writeContract({ origin_certificate: project.certify("origin-next"), origin_slot: "origin-next" });
  await push();
  expect(Object.keys(pushed())).toEqual(["environment", "origin-key", "origin-next-key"]);
  spawnSync("rm", [project.path("secrets/staging/origin.csr")]);
  await push();
  expect(Object.keys(pushed())).toEqual(["environment", "origin-next-key"]);
});

it("takes the variables from standard input", () => {
  const { root, canary } = project;
  const script =
    `printf 'DATABASE_URL=%s\\nOPENROUTER_API_KEY=x\\n' ${canary} |` +
    ` "${process.execPath}" "$0" secrets push staging --stdin`;
  const cartographer = path.join(__dirname, "../../../cli/cartographer.js");
  const env = { ...process.env, PATH: `${project.programs}:${process.env.PATH}`, INIT_CWD: undefined };
  const { status, stderr } = spawnSync("sh", ["-c", script, cartographer], { cwd: root, encoding: "utf8", env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(pushed().environment).toEqual({ DATABASE_URL: canary, OPENROUTER_API_KEY: "x" });
});

it.each<[string, () => void, RegExp]>([
  [
    "a missing variable",
    () => project.writeVariables({ DATABASE_URL: "x" }),
    /OPENROUTER_API_KEY is missing: the application/,
  ],
  [
    "an empty one",
    () => project.writeVariables({ DATABASE_URL: "", OPENROUTER_API_KEY: "x" }),
    /DATABASE_URL is empty/,
  ],
  [
    "the example's value",
    () => project.write(".env.staging", project.read(".env.example")),
    /DATABASE_URL has the value of \.env\.example/,
  ],
  [
    "a file that others can read",
    () => spawnSync("chmod", ["640", project.path(".env.staging")]),
    /\.env\.staging can be read by others on this machine \(mode 0640\)/,
  ],
  [
    "a key that others can read",
    () => spawnSync("chmod", ["644", project.path("secrets/staging/origin-key.pem")]),
    /origin-key\.pem can be read by others/,
  ],
  [
    "a key of another certificate",
    () =>
      project.write(
        "secrets/staging/origin-key.pem",
        spawnSync("openssl", ["genrsa", "2048"], { encoding: "utf8" }).stdout,
      ),
    /does not belong to the certificate/,
  ],
  [
    "no key",
    () =>
      project.write("secrets/staging/origin-key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
    /the origin key \(origin\) is no private key in PEM/,
  ],
  [
    "no file",
    () => spawnSync("rm", [project.path(".env.staging")]),
    /\.env\.staging is not there: .*\n {2}next: cp \.env\.example \.env\.staging/,
  ],
  [
    "a rehearsal's JSON",
    () => project.writeContract({ instance_public_ip: "203.0.113.4" }),
    /is that of a rehearsal: there is no such host/,
  ],
])("pushes nothing with %s", async (_what, spoil, reason) => {
  spoil();
  const { exitCode, stderr } = await push();
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(reason);
  expect(stderr).not.toContain(project.canary);
  expect(noted()).not.toContain("put-secret-value");
});

it.each([
  [
    "AccessDeniedException",
    /AWS refuses cartographer-staging\/application: .*AccessDenied[\s\S]*next: aws sts get-caller-identity/,
  ],
  ["ThrottlingException", /AWS refuses cartographer-staging\/application: .*Throttling/],
])("says what AWS says of %s", async (code, reason) => {
  project.fake("aws", `echo "An error occurred (${code}) when calling the operation: no" >&2; exit 254`);
  expect((await push()).stderr).toMatch(reason);
});

it("quotes nothing of what is no answer of AWS's", async () => {
  project.fake("aws", `echo "Warning: old Python"; echo '"${project.canary}"'`);
  const { exitCode, stderr } = await push();
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^aws printed something else than the value of cartographer-staging\/application\.\n {2}next: /,
  );
  expect(stderr).not.toContain("Warning");
});

it("says that the secret itself is missing when the value finds no place", async () => {
  project.fake("aws", 'echo "An error occurred (ResourceNotFoundException) when calling: no" >&2; exit 254');
  expect((await push()).stderr).toMatch(
    /next: npm run deploy -- staging \(the infrastructure stack makes the secret\)/,
  );
});
