import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { copyOfHive, detailsOf, PROJECT, temporaryFolder, tool } from "./hive";
import { asFlake, evaluateExpression, nixPath, UNTOUCHED } from "./nix";

/** What an output of the hive below `root` evaluates to, through nix's own flakes. */
function output(root: string, attribute: string, ...more: readonly string[]): unknown {
  const { status, stdout, stderr } = tool("nix", [...asFlake(root, attribute), ...more]);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const root = copyOfHive();

test("the lock is whole: nix has nothing to add to it and nothing to take away", () => {
  const { status, stdout } = tool("nix", ["flake", "metadata", "--json", ...UNTOUCHED, `path:${root}`]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout).locks).toEqual(JSON.parse(fs.readFileSync(path.join(PROJECT, "flake.lock"), "utf8")));
});

test("one nixpkgs for the hosts and their tools; the application keeps its own", () => {
  const { nodes } = JSON.parse(fs.readFileSync(path.join(PROJECT, "flake.lock"), "utf8"));
  const { inputs } = nodes.root;
  expect(Object.keys(inputs)).toEqual(["cartographer", "colmena", "nixpkgs", "sops-nix"]);
  expect(nodes[inputs.nixpkgs].original).toMatchObject({ owner: "NixOS", repo: "nixpkgs", ref: "nixos-25.11" });
  expect(nodes[inputs.colmena].inputs.nixpkgs).toEqual(["nixpkgs"]);
  expect(nodes[inputs["sops-nix"]].inputs.nixpkgs).toEqual(["nixpkgs"]);
  expect(nodes[inputs.cartographer].inputs.nixpkgs).not.toEqual(["nixpkgs"]);
});

test("--impure is accepted, and changes nothing", () => {
  const pure = output(root, "colmenaHive.deploymentConfig");
  expect(pure).toMatchObject({
    "cartographer-staging": { targetHost: "52.68.1.1" },
    "cartographer-prod": { targetHost: "52.68.1.2" },
  });
  expect(output(root, "colmenaHive.deploymentConfig", "--impure")).toEqual(pure);
});

test("the hosts are there for nixos-rebuild as well", () => {
  const names = ["--apply", "builtins.mapAttrs (_: node: node.config.networking.hostName)"];
  expect(output(root, "nixosConfigurations", ...names)).toEqual({
    "cartographer-prod": "cartographer-prod",
    "cartographer-staging": "cartographer-staging",
  });
});

test("an operator's shell has what the documents use, on Linux and on Macs", () => {
  const names = ["--apply", "builtins.mapAttrs (_: shell: map (one: one.pname) shell.default.packages)"];
  const tools = [
    "colmena",
    "age",
    "awscli2",
    "nodejs_24",
    "openssl",
    "sops",
    "ssm-session-manager-plugin",
    "terraform",
  ];
  expect(output(root, "devShells", ...names)).toEqual({
    "aarch64-darwin": tools,
    "aarch64-linux": tools,
    "x86_64-darwin": tools,
    "x86_64-linux": tools,
  });
  const variables = ["--apply", "shells: shells.x86_64-linux.default.CHECKPOINT_DISABLE"];
  expect(output(root, "devShells", ...variables)).toBe("1");
  const formatters = output(root, "formatter", "--apply", "builtins.mapAttrs (_: one: one.pname)");
  expect(formatters).toMatchObject({ "aarch64-darwin": "nixfmt-tree" });
});

test("operators and hosts fetch the application from the same cache", async () => {
  const { nix } = await detailsOf(root, "prod");
  expect(evaluateExpression(`(import ${nixPath(PROJECT, "flake.nix")}).nixConfig`)).toEqual({
    "extra-substituters": nix.substituters,
    "extra-trusted-public-keys": nix["trusted-public-keys"],
  });
});

test("the check in a virtual machine is wired up for Linux", () => {
  expect(output(root, "checks", "--apply", "builtins.mapAttrs (_: builtins.attrNames)")).toEqual({
    "aarch64-linux": ["host"],
    "x86_64-linux": ["host"],
  });
});

describe("in a git repository, as people have it", () => {
  const checkout = copyOfHive();
  const git = (...args: string[]) => spawnSync("git", ["-C", checkout, ...args], { encoding: "utf8" });
  const json = "hosts/infra-cartographer-staging.json";
  const canary = "DATABASE_URL=postgresql://canary";
  const address = "colmenaHive.deploymentConfig.cartographer-staging.targetHost";
  const flake = asFlake(checkout, address, "git+file://");

  beforeAll(() => {
    fs.copyFileSync(path.join(PROJECT, ".gitignore"), path.join(checkout, ".gitignore"));
    fs.writeFileSync(path.join(checkout, ".env.staging"), canary);
    git("init", "--quiet");
    git("add", "--all");
  });

  test("a JSON that git does not track gets its sentence, and git add -N mends it", () => {
    git("rm", "--cached", "--quiet", json);
    const without = tool("nix", flake);
    expect(without.status).not.toBe(0);
    expect(without.stderr).toContain(`error: ${json} is missing, or git does not track it`);
    git("add", "--intent-to-add", json);
    expect(JSON.parse(tool("nix", flake).stdout)).toBe("52.68.1.1");
  });

  test("no secret of the operator's folder is in what nix copies to the store", () => {
    const reference = `git+file://${checkout}`;
    const { stdout } = tool("nix", ["flake", "metadata", "--json", ...UNTOUCHED, reference]);
    const copied: string = JSON.parse(stdout).path;
    const files = fs.readdirSync(copied, { recursive: true, encoding: "utf8" });
    expect(files).toContain("hosts/table.nix");
    expect(files.filter((file) => /\.env|\.pem$|tfvars/.test(file) && !file.endsWith(".example"))).toEqual([]);
  });
});

test("in a subfolder of a repository with other things, the hive finds all that it reads", () => {
  const repository = temporaryFolder();
  fs.cpSync(copyOfHive(), path.join(repository, "deployment"), { recursive: true });
  spawnSync("git", ["-C", repository, "init", "--quiet"]);
  spawnSync("git", ["-C", repository, "add", "--all"]);
  const address = "colmenaHive.deploymentConfig.cartographer-staging.targetHost";
  const { stdout } = tool("nix", asFlake(`${repository}?dir=deployment`, address, "git+file://"));
  expect(JSON.parse(stdout)).toBe("52.68.1.1");
});
