import { isOpen, Wrong } from "./arguments";
import type { Facts } from "./facts";

/** Refuses a unit that no host has; `systemctl` takes a service without its ending. */
export function demandUnit(unit: string, facts: Facts): void {
  demand(facts.units, "unit of the hosts", /\.\w+$/.test(unit) || isOpen(unit) ? unit : `${unit}.service`);
}

/** Refuses a Terraform address that no stack has. */
export function demandAddress(address: string, facts: Facts): void {
  demand(facts.addresses, "address in a stack", address.replace(/\[.*\]$/, ""));
}

/**
 * Refuses a word that is none of those there are, unless it stands for one.
 * @throws Wrong with those there are.
 */
export function demand(known: readonly string[], what: string, word: string): void {
  const filled = word.replace(/<env(?:ironment)?>|\$\{?env(?:ironment)?\}?/g, "staging");
  if (isOpen(filled)) return;
  const pattern = new RegExp(`^${filled.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
  if (known.some((one) => pattern.test(one))) return;
  const near = known.length > 30 ? "" : `; there are: ${known.join(", ")}`;
  throw new Wrong(filled === "" ? `it names no ${what}` : `"${word}" is no ${what}${near}`);
}
