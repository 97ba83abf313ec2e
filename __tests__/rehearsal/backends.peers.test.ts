import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { INSTALLATION, sopsProgram } from "../../dev/tools";
import type { NodeReport } from "../../rehearsal/hive/hive";
import type { RehearsalReport } from "../../rehearsal/rehearse";
import { Checkout } from "./checkout";

const canary = `canary-${randomBytes(12).toString("hex")}`;
const checkout = new Checkout();
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  const SOPS_AGE_KEY_FILE = path.join(checkout.temporary, "keys.txt");
  env = { PATH: `${await sopsProgram()}:${process.env.PATH}`, SOPS_AGE_KEY_FILE, INIT_CWD: undefined };
  fs.writeFileSync(checkout.path(".env.staging"), `DATABASE_URL=${canary}\nOPENROUTER_API_KEY=${canary}\n`, {
    mode: 0o600,
  });
  cartographer("origin-key", "staging");
  cartographer("secrets", "init", "staging", "--as", "hanako");
}, INSTALLATION);
afterAll(() => checkout.remove());

function cartographer(...args: readonly string[]): void {
  const { code, text } = checkout.run("node", ["cli/cartographer.js", ...args], env);
  if (code !== 0) throw new Error(text);
}

/** Rehearses staging with a backend. */
function rehearse(backend: string): { readonly node: NodeReport | undefined; readonly text: string } {
  checkout.change(
    "hosts/table.nix",
    "  staging = common;",
    `  staging = common // { secretsBackend = "${backend}"; };`,
  );
  const { code, stdout, text } = checkout.run(
    "npm",
    ["run", "--silent", "rehearse", "--", "--env", "staging", "--json"],
    env,
  );
  checkout.restore();
  if (code !== 0) throw new Error(text);
  return { node: (JSON.parse(stdout) as RehearsalReport).nodes[0], text }; // our own report
}

const SERVICES = ["cartographer-backend", "cartographer-frontend", "nginx"];

it.each<[string, Partial<NodeReport>, readonly string[]]>([
  ["deployment-keys", { keys: ["env-file", "origin-key"] }, ["cartographer-secrets"]],
  ["sops", { keys: [] }, []],
  ["secrets-manager", { keys: [] }, ["cartographer-environment@", "cartographer-origin-key@"]],
])("%s is one word in the host table, and no value is anywhere", (backend, expected, units) => {
  const { node, text } = rehearse(backend);
  expect(node).toMatchObject({ ...expected, secretsBackend: backend });
  expect(node?.units).toEqual(expect.arrayContaining([...SERVICES, ...units]));
  expect(text).not.toContain(canary);
  // State, JSONs, stacks, logs and whatever else a rehearsal leaves. Nix leaves nothing: it is given no store.
  const places = [".rehearsal", "hosts", "secrets", "cdktf.out", ".sops.yaml"].map((name) => checkout.path(name));
  const found = spawnSync("grep", ["-rlF", canary, ...places], { encoding: "utf8" });
  expect(found.stdout).toBe("");
});
