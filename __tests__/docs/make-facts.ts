import * as fs from "node:fs";
import * as path from "node:path";
import { environments, infraStackId, TFC_BOOTSTRAP } from "../../config";
import { evaluate, evaluateHive } from "../../rehearsal/hive/hive";
import { resources, type Synthesised, synthBootstrap, synthInfra } from "../synthesised";
import { ROOT } from "./documents";
import type { Facts } from "./facts";

/** Units that NixOS brings along, beside those that hosts/ declares. */
const UNITS_OF_NIXOS = ["sshd.service", "amazon-ssm-agent.service", "nginx.service", "systemd-networkd.service"];

/**
 * Units of hosts/modules/secrets/secrets-manager.nix, which no host of the table has while it names another backend.
 */
const UNITS_OF_SECRETS_MANAGER = ["environment", "origin-key"].flatMap((name) => [
  `cartographer-${name}.socket`,
  `cartographer-${name}@.service`,
  `cartographer-${name}@*.service`,
]);

/** Collects the facts: the stacks are synthesised and the hive is evaluated. */
export async function makeFacts(): Promise<Facts> {
  const nodes = await evaluateHive(ROOT);
  const units = nodes.map(({ environment }) => unitsOf(environment));
  const stacks = [
    ...environments.map(({ name }) => synthInfra(name)),
    synthBootstrap(),
    synthBootstrap({ runnerCredentials: "oidc" }),
  ];
  const { scripts } = readJson<{ readonly scripts: object }>("package.json");
  return {
    environments: environments.map(({ name }) => name),
    stacks: [TFC_BOOTSTRAP, ...environments.map(infraStackId)],
    nodes: nodes.flatMap(({ name, tags }) => [name, ...tags.map((tag) => `@${tag}`)]),
    units: [...new Set([...UNITS_OF_NIXOS, ...UNITS_OF_SECRETS_MANAGER, ...(await Promise.all(units)).flat()])],
    scripts: Object.keys(scripts),
    // What docs/cdktf-archived.md moves to.
    binaries: fs.readdirSync(path.join(ROOT, "node_modules/.bin")).concat("cdktn"),
    inputs: Object.keys(readJson<FlakeLock>("flake.lock").nodes.root.inputs),
    addresses: [...new Set(stacks.flatMap(addressesOf))],
  };
}

/** The part of a lock that is read here. */
interface FlakeLock {
  readonly nodes: { readonly root: { readonly inputs: object } };
}

/** A JSON file whose form is known: npm's or nix's. */
function readJson<Value>(file: string): Value {
  return JSON.parse(fs.readFileSync(path.join(ROOT, file), "utf8"));
}

/** The units of a host, and the service that Colmena makes for each of its keys. */
async function unitsOf(environment: string): Promise<readonly string[]> {
  const file = path.join(ROOT, "rehearsal/hive/evaluate.nix");
  const read = <Value>(what: string) => evaluate<Value>(file, `details.${environment}.${what}`, { root: ROOT });
  const [units, keys] = await Promise.all([
    read<Readonly<Record<string, string>>>("unitFiles"),
    read<Readonly<Record<string, object>>>("deployment.keys"),
  ]);
  return [...Object.keys(units), ...Object.keys(keys).map((key) => `${key}-key.service`)];
}

function addressesOf(stack: Synthesised): readonly string[] {
  const data = Object.entries(stack.data ?? {}).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `data.${type}.${name}`),
  );
  return [...resources(stack).map(([address]) => address), ...data];
}
