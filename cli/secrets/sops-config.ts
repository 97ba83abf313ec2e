import path from "node:path";
import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { UserError } from "../../common/errors";
import { readIfThere, writeAtomically } from "../../common/files";
import { type AgeRecipient, isAgeRecipient } from "./age";

/**
 * The file that says who can read which environment's secrets; sops itself reads it too (https://getsops.io/docs,
 * "Using .sops.yaml").
 */
export const SOPS_CONFIG = ".sops.yaml";

/** Who can read what. */
export interface SopsConfig {
  /** People by name: they read every environment. */
  readonly operators: Readonly<Record<string, AgeRecipient>>;
  /** Hosts by the name of their environment: each reads its own. */
  readonly hosts: Readonly<Record<string, AgeRecipient>>;
  /** The recipients in the rule of each environment that has one. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
}

/** The encrypted, committed file of an environment, relative to the project. */
export function sopsFilePath(environment: string): string {
  return `secrets/${environment}/secrets.sops.json`;
}

/** Who an environment's file is meant for: every operator, and its own host. */
export function recipientsOf({ operators, hosts }: SopsConfig, environment: string): readonly AgeRecipient[] {
  const host = hosts[environment];
  return [...Object.values(operators), ...(host === undefined ? [] : [host])];
}

/**
 * Reads {@link SOPS_CONFIG}; an empty configuration when there is none.
 * @throws UserError when it is not as {@link writeSopsConfig} writes it.
 */
export async function readSopsConfig(root: string): Promise<SopsConfig> {
  const text = await readIfThere(path.join(root, SOPS_CONFIG));
  if (text === undefined) return { operators: {}, hosts: {}, rules: {} };
  const document = parseDocument(text);
  if (document.errors.length > 0) throw refuse("is no YAML");
  refuseOthers(document.contents, ["keys", "creation_rules"]);
  return { ...readKeys(document), rules: readRules(document) };
}

/** Writes {@link SOPS_CONFIG} whole: the rule of each of these environments follows from who is listed. */
export async function writeSopsConfig(
  root: string,
  config: SopsConfig,
  environments: readonly string[],
): Promise<void> {
  await writeAtomically(path.join(root, SOPS_CONFIG), sopsConfigText(config, environments));
}

/** The text of the file: each recipient once, by an anchor that names it, and one rule an environment. */
function sopsConfigText({ operators, hosts }: SopsConfig, environments: readonly string[]): string {
  const people = Object.entries(operators).map(([name, key]) => [`operator_${name}`, key] as const);
  const machines = Object.entries(hosts).map(([name, key]) => [`host_${name}`, key] as const);
  const keys = [...people, ...machines].map(([anchor, key]) => `  - &${anchor} ${key}\n`);
  const rules = environments.map((environment) => {
    const readers = [...people.map(([anchor]) => anchor), ...(hosts[environment] ? [`host_${environment}`] : [])];
    const lines = readers.map((anchor) => `          - *${anchor}\n`);
    return `  - path_regex: ${pathRegex(environment)}\n    key_groups:\n      - age:\n${lines.join("")}`;
  });
  return [
    "# Who can read the secrets of which environment. `cartographer secrets init` and `add-host` add people and " +
      "hosts; to take\n",
    "# one off, delete its lines here, then: ./cartographer secrets re-encrypt <env>. Public keys only.\n",
    `keys:\n${keys.join("")}`,
    `creation_rules:\n${rules.join("")}`,
  ].join("");
}

function pathRegex(environment: string): string {
  return `^${sopsFilePath(environment).replaceAll(".", "\\.")}$`;
}

function readKeys(document: Document): Pick<SopsConfig, "operators" | "hosts"> {
  const operators: Record<string, AgeRecipient> = {};
  const hosts: Record<string, AgeRecipient> = {};
  for (const item of items(document.get("keys"))) {
    const [, kind, name] = /^(operator|host)_(.+)$/.exec((isScalar(item) && item.anchor) || "") ?? [];
    const key = isScalar(item) ? String(item.value) : "";
    if (name === undefined || !isAgeRecipient(key)) {
      throw refuse("has a key without an anchor operator_<name> or host_<env>, or one that is no age recipient");
    }
    const listed = kind === "operator" ? operators : hosts;
    if (Object.hasOwn(listed, name)) throw refuse(`has two keys of ${kind} ${name}`);
    listed[name] = key;
  }
  return { operators, hosts };
}

function readRules(document: Document): SopsConfig["rules"] {
  const rules: Record<string, readonly string[]> = {};
  for (const rule of items(document.get("creation_rules"))) {
    const pattern = isMap(rule) ? String(rule.get("path_regex")) : "";
    const [, environment] = /^\^secrets\/([^/]+)\/secrets\\\.sops\\\.json\$$/.exec(pattern) ?? [];
    if (!isMap(rule) || environment === undefined || environment in rules) {
      throw refuse("has a rule that is not anchored to one environment's file, or two for one");
    }
    refuseOthers(rule, ["path_regex", "key_groups"]);
    const groups = items(rule.get("key_groups"));
    if (groups.length !== 1) throw refuse(`has a rule of ${environment} with more or fewer than one group of keys`);
    refuseOthers(groups[0], ["age"]);
    rules[environment] = items(rule.getIn(["key_groups", 0, "age"])).map((item) => {
      const key = isAlias(item) ? item.resolve(document) : item;
      return isScalar(key) ? String(key.value) : "";
    });
  }
  return rules;
}

/** What is not written here would be lost at the next writing, and could have sops leave values in plain text. */
function refuseOthers(map: unknown, known: readonly string[]): void {
  const names = isMap(map) ? map.items.map(({ key }) => String(key)) : [];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw refuse(`has ${unknown.join(", ")}`);
}

function items(value: unknown): readonly unknown[] {
  return isSeq(value) ? value.items : [];
}

function refuse(problem: string): UserError {
  return new UserError(
    `${SOPS_CONFIG} ${problem}: it is not as cartographer writes it.`,
    `git diff -- ${SOPS_CONFIG}, or git checkout -- ${SOPS_CONFIG}`,
  );
}
