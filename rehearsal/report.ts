import { Help } from "commander";
import type { RehearsalReport } from "./rehearse";
import type { StackReport } from "./stack-rehearsal";

const PROVED = [
  "types, references and order of everything that Terraform applies",
  "every second plan is empty",
  "no secret in an infrastructure state or an infra JSON",
  "the JSONs are the contract, to the byte, and the hive's values come from them",
];
const NOT_PROVED = [
  "rights, quotas and whatever else only AWS, Cloudflare and Terraform Cloud can refuse",
  "NixOS itself: the hive is evaluated with a stub in place of nixpkgs, and nothing is built",
];

/** The summary of a rehearsal for people. */
export function summarise(report: RehearsalReport): string {
  return [
    "",
    ...report.stacks.map(describeStack),
    "",
    "Infra JSONs (below .rehearsal/project):",
    ...report.infraJsons.map((file) => `  ${file}`),
    "",
    "Hive:",
    ...report.nodes.map(
      (node) =>
        `  ${node.name}  ->  ${node.targetHost}, ${node.domain}, ${node.mountDevice}, secrets by ` +
        `${node.secretsBackend}`,
    ),
    "",
    "Proved:",
    ...PROVED.map((line) => `  ${line}`),
    "Not proved here:",
    ...NOT_PROVED.map((line) => `  ${line}`),
    "",
    `Rehearsed with Terraform ${report.terraform} in ${report.seconds.toFixed(1)} s.`,
  ].join("\n");
}

function describeStack({ stack, resources, steps }: StackReport): string {
  const total = Object.values(resources).reduce((sum, count) => sum + count, 0);
  const types = Object.entries(resources).map(([type, count]) => (count > 1 ? `${type} x${count}` : type));
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const lines = new Help().boxWrap(types.join(", "), 110).split("\n");
  return [`${stack}: ${total} resources in ${seconds.toFixed(1)} s`, ...lines.map((line) => `  ${line}`)].join("\n");
}
