import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { SSH_CONFIG, sshConfig, syncSshConfig } from "../../cli/ssh-config";
import { environmentNamed } from "../../config";
import { infraJsonPath, parseInfraMetadata } from "../../contract";

const ROOT = path.resolve(__dirname, "../..");
const staging = environmentNamed("staging");
const metadata = parseInfraMetadata(
  JSON.parse(fs.readFileSync(path.join(ROOT, infraJsonPath("staging")), "utf8")),
  "staging",
  "the committed file",
);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ssh-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** What ssh itself makes of the configuration for that host. */
function understood(text: string, host: string): string {
  const file = path.join(folder, "ssh_config");
  fs.writeFileSync(file, text);
  const { stdout, stderr, status } = spawnSync("ssh", ["-G", "-F", file, host], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

it.each([staging.workspace, metadata.instance_public_ip])("reaches %s through SSM, by the instance's id", (host) => {
  const settings = understood(sshConfig([{ environment: staging, metadata }]), host);
  expect(settings).toContain("user root\n");
  expect(settings).toContain(`hostkeyalias ${staging.workspace}\n`);
  expect(settings).toContain(
    `proxycommand aws ssm start-session --target ${metadata.instance_id} --document-name AWS-StartSSHSession ` +
      `--parameters portNumber=%p --region ap-northeast-1\n`,
  );
});

it("reaches a host with ranges of its own straight, at its address", () => {
  const environment = { ...staging, ssh: { ranges: ["198.51.100.0/24"] } };
  const settings = understood(sshConfig([{ environment, metadata }]), staging.workspace);
  expect(settings).toContain(`hostname ${metadata.instance_public_ip}\n`);
  expect(settings).not.toContain("proxycommand");
});

it("leaves other hosts to the user's own configuration, which it includes", () => {
  const text = sshConfig([{ environment: staging, metadata }]);
  expect(text).toMatch(/Match all\n {2}Include ~\/\.ssh\/config\n$/);
  expect(understood(text, "elsewhere.example.com")).not.toContain("proxycommand");
});

it("is the committed file", () => {
  const hosts = [staging, environmentNamed("prod")].map((environment) => {
    const name = infraJsonPath(environment.name);
    const json: unknown = JSON.parse(fs.readFileSync(path.join(ROOT, name), "utf8"));
    return { environment, metadata: parseInfraMetadata(json, environment.name, name) };
  });
  expect(fs.readFileSync(path.join(ROOT, SSH_CONFIG), "utf8")).toBe(sshConfig(hosts));
});

describe("syncSshConfig", () => {
  const root = path.join(folder, "project");
  const written = () => fs.readFileSync(path.join(root, SSH_CONFIG), "utf8");
  beforeAll(() => fs.mkdirSync(path.join(root, "hosts"), { recursive: true }));

  it("leaves out a host whose JSON is missing or broken, and takes it up later", async () => {
    fs.cpSync(path.join(ROOT, infraJsonPath("staging")), path.join(root, infraJsonPath("staging")));
    fs.writeFileSync(path.join(root, infraJsonPath("prod")), "{");
    await expect(syncSshConfig(root, true)).rejects.toThrow("hosts/ssh_config is not up to date");
    await syncSshConfig(root, false);
    expect(written()).toContain("Host cartographer-staging ");
    expect(written()).not.toContain("cartographer-prod");
    fs.cpSync(path.join(ROOT, infraJsonPath("prod")), path.join(root, infraJsonPath("prod")));
    await syncSshConfig(root, false);
    expect(written()).toContain("Host cartographer-prod ");
    expect(await syncSshConfig(root, true)).toEqual([`${SSH_CONFIG} is up to date.`]);
  });
});
