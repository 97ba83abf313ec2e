import { spawnSync } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:tls";
import { SecretsProject } from "./secrets/project";

const SECRETS = "secrets/staging";
let project: SecretsProject;
let server: Server | undefined;
beforeEach(async () => {
  project = await new SecretsProject().fill();
});
afterEach(() => server?.close());

const run = (...args: string[]) => project.run(["origin-key", "staging", ...args]);
const files = () =>
  ["origin.csr", "origin-key.pem", "origin-next.csr", "origin-next-key.pem"].filter((file) =>
    project.exists(`${SECRETS}/${file}`),
  );

/** A host whose nginx shows that slot's certificate, reached through an ssh that notes its arguments. */
async function hostShows(slot: string, cert: string): Promise<void> {
  server?.close();
  const made = createServer({ key: project.read(`${SECRETS}/${slot}-key.pem`), cert }, (socket) => socket.end());
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const { port } = made.address() as AddressInfo; // it listens at a port
  project.fake(
    "ssh",
    `echo "$@" > "${project.programs}/arguments"
exec node -e 'const s = require("net").connect(${port}, "127.0.0.1"); process.stdin.pipe(s).pipe(process.stdout)'`,
  );
}

it("fills the other slot and puts it into use, and keeps the first", async () => {
  const first = [project.read(`${SECRETS}/origin.csr`), project.read(`${SECRETS}/origin-key.pem`)];
  const { exitCode, stdout, stderr } = await run("--rotate");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(files()).toHaveLength(4);
  expect([project.read(`${SECRETS}/origin.csr`), project.read(`${SECRETS}/origin-key.pem`)]).toEqual(first);
  expect(project.read(`${SECRETS}/origin-slot`)).toBe("origin-next\n");
  expect(stdout).toMatch(/git commit .* secrets\/staging\/origin-slot\n/);
  expect(stdout).toMatch(
    /then \(with secrets-manager first: \.\/cartographer secrets push staging\): npm run deploy -- staging, colmena apply --on cartographer-staging, \.\/cartographer origin-key staging --finish/,
  );
  const next = await run("--rotate");
  expect(next.stderr).toMatch(
    /staging is being rotated already: it has two certificate requests, and origin-next is in use/,
  );
});

it("retires the old pair only when the host was seen to show the new certificate", async () => {
  const old = project.certify("origin");
  await run("--rotate");
  const early = await run("--finish");
  expect(early.stderr).toMatch(/The committed infra JSON still has the old certificate \(origin\)/);
  const certificate = project.certify("origin-next");
  project.writeContract({ origin_certificate: certificate, origin_slot: "origin-next" });

  await hostShows("origin", old);
  const before = files();
  const tooEarly = await run("--finish");
  expect(tooEarly).toMatchObject({ exitCode: 1 });
  expect(tooEarly.stderr).toMatch(
    /does not show the new certificate yet .*nothing was changed\.\n {2}next: colmena apply --on cartographer-staging/,
  );
  expect(files()).toEqual(before);

  await hostShows("origin-next", certificate);
  const finished = await run("--finish");
  expect({ exitCode: finished.exitCode, stderr: finished.stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(files()).toEqual(["origin-next.csr", "origin-next-key.pem"]);
  expect(finished.stdout).toMatch(/then: npm run deploy -- staging \(destroys the old certificate, which revokes it\)/);
  const asked = spawnSync("cat", [`${project.programs}/arguments`], { encoding: "utf8" }).stdout.trim();
  expect(asked).toBe("-W 127.0.0.1:443 -F hosts/ssh_config cartographer-staging");

  // The other way round.
  expect(await run("--rotate")).toMatchObject({ exitCode: 0 });
  expect(project.read(`${SECRETS}/origin-slot`)).toBe("origin\n");
  expect(files()).toHaveLength(4);
});

it("changes nothing when the host is not reached", async () => {
  await run("--rotate");
  project.writeContract({ origin_certificate: project.certify("origin-next"), origin_slot: "origin-next" });
  project.fake("ssh", "exit 255");
  const { exitCode, stderr } = await run("--finish");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/cartographer-staging shows no certificate: /);
  expect(files()).toHaveLength(4);
});

it.each([
  ["--finish", /staging is not being rotated: there is no secrets\/staging\/origin-next\.csr/],
  ["--rotate", /staging has no origin certificate to rotate: secrets\/staging\/origin\.csr does not exist/],
])("has nothing to %s", async (option, problem) => {
  if (option === "--rotate") spawnSync("rm", [project.path(`${SECRETS}/origin.csr`)]);
  const { exitCode, stderr } = await run(option);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(problem);
});

it("makes no second request in the place of one that the host's certificate is over", async () => {
  for (const file of files()) spawnSync("rm", [project.path(`${SECRETS}/${file}`)]);
  const { exitCode, stderr } = await run();
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /staging is deployed with a certificate over secrets\/staging\/origin\.csr, which is not here; nothing was changed\..*\n {2}next: git log --all -- /,
  );
  expect(files()).toEqual([]);
  project.writeContract({ instance_public_ip: "203.0.113.4" });
  expect(await run()).toMatchObject({ exitCode: 0 });
});

it("refuses a slot that does not exist", async () => {
  project.write(`${SECRETS}/origin-slot`, "third\n");
  expect((await run()).stderr).toMatch(/secrets\/staging\/origin-slot must hold one word, origin or origin-next/);
});
