import fs from "node:fs";
import path from "node:path";
import { environments } from "../../config";
import { evaluateHive } from "../../rehearsal/hive/hive";
import { onLinux } from "../tiers/on-linux";
import { findings } from "./findings";
import { copyOfHive, detailsOf, edit, infraOf, PROJECT, tool, writeInfra } from "./hive";

const root = copyOfHive();

test("every environment of config/environments.ts has a host, and no other host is there", async () => {
  const nodes = await evaluateHive(root);
  expect(nodes.map(({ name }) => name)).toEqual(environments.map(({ workspace }) => workspace).sort());
});

describe.each(["staging", "prod"])("%s", (environment) => {
  const infra = infraOf(environment);
  const others = environment === "staging" ? "prod" : "staging";

  onLinux("has nothing wrong with it", async () => {
    expect(await findings(root, environment)).toEqual([]);
  });

  test("is deployed to its own address, over its own data, by its own name", async () => {
    const [node] = await evaluateHive(root, [environment]);
    expect(node).toMatchObject({
      name: `cartographer-${environment}`,
      targetHost: infra.instance_public_ip,
      targetUser: "root",
      tags: [environment],
      sshOptions: ["-F", "hosts/ssh_config"],
      domain: infra.domain,
      mountDevice: `${infra.efs_dns_name}:/`,
      stateVersion: "25.11",
      keys: ["env-file", "origin-key"],
    });
    expect(JSON.stringify(node)).not.toContain(infraOf(others).instance_public_ip);
  });

  test("runs what was committed, built with the public values of its own environment", async () => {
    const details = await detailsOf(root, environment);
    expect(details.frontendBuild).toMatchObject({
      NEXT_PUBLIC_SITE_URL: infra.domain_url,
      NEXT_TELEMETRY_DISABLED: "1",
    });
    expect(details.revision).toMatch(/^[0-9a-f]{40}$/);
    expect(details.user).toBe(1000);
  });
});

test("apply without --on is refused", () => {
  const evaluation = path.join(PROJECT, "rehearsal/hive/evaluate.nix");
  const args = ["--attr", "outputs.colmenaHive.metaConfig.allowApplyAll", "--argstr", "root", root, evaluation];
  expect(tool("nix-instantiate", ["--eval", "--json", ...args]).stdout.trim()).toBe("false");
});

onLinux("one line in the host table and one file of Terraform make a complete third node", async () => {
  const three = copyOfHive();
  edit(three, "hosts/table.nix", "  staging = common;\n", "  staging = common;\n  demo = common;\n");
  writeInfra(three, infraOf("demo", { instance_public_ip: "52.68.1.3" }));
  expect(await findings(three, "demo")).toEqual([]);
  const [node] = await evaluateHive(three, ["demo"]);
  expect(node).toMatchObject({
    name: "cartographer-demo",
    targetHost: "52.68.1.3",
    tags: ["demo"],
    domain: "demo.baisoku-kaigi.com",
  });
  expect(node?.keyCommands["env-file"]?.at(-1)).toBe(".env.demo");
});

test("system only: the mount and the way in, without the application and its secrets", async () => {
  const bare = copyOfHive();
  edit(bare, "hosts/table.nix", "  staging = common;\n", "  staging = common // { systemOnly = true; };\n");
  const [node] = await evaluateHive(bare, ["staging"]);
  expect(node).toMatchObject({ units: [], keys: [], openPorts: [22], targetHost: "52.68.1.1" });
  expect(node?.mountDevice).toContain("efs");
});

test("what differs between hosts is in the table: state version, numbers, operators, caches", async () => {
  const adopted = copyOfHive();
  const values =
    'stateVersion = "24.05"; uid = 993; operators = [ "ssh-ed25519 AAAA somebody" ]; buildOnTarget = true;';
  edit(adopted, "hosts/table.nix", "  prod = common;\n", `  prod = common // { ${values} };\n`);
  const [node] = await evaluateHive(adopted, ["prod"]);
  expect(node).toMatchObject({ stateVersion: "24.05" });
  const details = await detailsOf(adopted, "prod");
  expect(details).toMatchObject({ user: 993, rootKeys: ["ssh-ed25519 AAAA somebody"] });
  expect(details.deployment.buildOnTarget).toBe(true);
});

test("origin pulls without Cloudflare's certificate name the command that fetches it", async () => {
  const pulls = copyOfHive();
  edit(pulls, "hosts/table.nix", "  prod = common;\n", "  prod = common // { originPulls = true; };\n");
  await expect(detailsOf(pulls, "prod")).rejects.toThrow(
    /curl -o hosts\/cloudflare-origin-pull-ca\.pem https:\/\/developers\.cloudflare\.com\//,
  );
  fs.writeFileSync(path.join(pulls, "hosts/cloudflare-origin-pull-ca.pem"), "");
  expect((await detailsOf(pulls, "prod")).nginx).toContain("ssl_verify_client on;");
});

test("every option of ours says what it is: type, description, example, and a default unless it must be set", () => {
  const options = JSON.parse(
    tool("nix-instantiate", [
      "--eval",
      "--strict",
      "--json",
      "--argstr",
      "root",
      root,
      path.join(__dirname, "options.nix"),
    ]).stdout,
  );
  const bare = Object.entries<{ description: boolean; example: boolean; type: string }>(options).filter(
    ([, { description, example, type }]) => !description || !example || type === "unspecified",
  );
  expect(bare).toEqual([]);
  expect(Object.keys(options).length).toBeGreaterThan(15);
});
