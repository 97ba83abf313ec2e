import { readSlotInUse } from "../../stacks/origin-requests";
import { originKeyName } from "./document";
import type { EnvironmentVariables } from "./env-file";
import { readExample } from "./rules";
import { readSopsConfig, recipientsOf, SOPS_CONFIG, type SopsConfig, sopsFilePath } from "./sops-config";
import { hasSopsFile, inspectSopsFile, type SopsFile } from "./sops-file";

/**
 * What is wrong between .sops.yaml, an environment's encrypted file and what the host needs of it: seen without any
 * key.
 */
export async function sopsProblems(root: string, environment: string): Promise<readonly string[]> {
  const config = await readSopsConfig(root);
  const rules = ruleProblems(config, environment);
  if (!hasSopsFile(root, environment)) return rules; // reading it says so
  const file = await inspectSopsFile(root, environment);
  const example = await readExample(root);
  const needed = [
    ...Object.keys(example).map((name) => `environment.${name}`),
    originKeyName(readSlotInUse(root, environment)),
  ];
  return [...rules, ...fileProblems(config, environment, file), ...missing(needed, file, environment)];
}

/**
 * A host's file of variables is rendered with each value in single quotes, in which nothing is special but themselves.
 */
export function singleQuoteProblems(variables: EnvironmentVariables): readonly string[] {
  return Object.keys(variables)
    .filter((name) => variables[name]?.includes("'"))
    .map(
      (name) =>
        `${name} has a single quote in its value, which sops-nix's templates cannot carry (in a URL, write %27)`,
    );
}

function ruleProblems(config: SopsConfig, environment: string): readonly string[] {
  const rule = config.rules[environment];
  if (!rule)
    return [`${SOPS_CONFIG} has no rule for ${sopsFilePath(environment)}: ./cartographer secrets init ${environment}`];
  const meant = recipientsOf(config, environment);
  return [
    ...(config.hosts[environment]
      ? []
      : [
          `missing recipient: the host of ${environment} is not in ${SOPS_CONFIG}: ./cartographer secrets add-host ` +
            `${environment}`,
        ]),
    ...meant
      .filter((key) => !rule.includes(key))
      .map(
        (key) =>
          `missing recipient: the rule of ${environment} in ${SOPS_CONFIG} lacks ${nameOf(config, key)}: ` +
          `./cartographer secrets re-encrypt ${environment}`,
      ),
    ...rule
      .filter((key) => !meant.some((one) => one === key))
      .map(
        (key) =>
          `stale recipient: the rule of ${environment} in ${SOPS_CONFIG} has ${key}, which is nobody's that may ` +
          `read it: ./cartographer secrets re-encrypt ${environment}`,
      ),
  ];
}

function fileProblems(config: SopsConfig, environment: string, file: SopsFile): readonly string[] {
  const path = sopsFilePath(environment);
  const meant = recipientsOf(config, environment);
  const mend = `./cartographer secrets re-encrypt ${environment}`;
  const missing = file.isSigned ? "no recipients" : "no mac";
  return [
    ...(file.recipients.length === 0 || file.plain.length > 0 || !file.isSigned
      ? [
          `plain text: ${path} is not encrypted (${file.plain.join(", ") || missing}); ` +
            "if it was ever committed, change these secrets",
        ]
      : []),
    ...meant
      .filter((key) => !file.recipients.includes(key))
      .map((key) => `missing recipient: ${nameOf(config, key)} cannot read ${path}: ${mend}`),
    ...file.recipients
      .filter((key) => !meant.some((one) => one === key))
      .map((key) => `stale recipient: ${key} can still read ${path}, and is not in ${SOPS_CONFIG}: ${mend}`),
  ];
}

function missing(needed: readonly string[], file: SopsFile, environment: string): readonly string[] {
  return needed
    .filter((name) => !file.names.includes(name))
    .map((name) => `missing: ${sopsFilePath(environment)} has no ${name}: ./cartographer secrets edit ${environment}`);
}

function nameOf({ operators, hosts }: SopsConfig, key: string): string {
  const [name] = Object.entries({ ...operators, ...hosts }).find(([, one]) => one === key) ?? [key];
  return name;
}
