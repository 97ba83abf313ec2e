import { type Decision, OURS, REAL, SHELL_VARIABLES } from "./shell-variables";

/** Environment variables by name; `undefined` removes one that would be inherited. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The row of {@link SHELL_VARIABLES} for a variable. */
export interface Rule {
  /** The row's name, which may end in `*`. */
  readonly row: string;
  readonly decision: Decision;
  readonly why: string;
}

// Object.entries forgets that the keys of a record of decisions are decisions.
const DECISIONS = Object.keys(SHELL_VARIABLES) as readonly Decision[];

/** Every row, the longest names first: the first that fits fits most. */
export const RULES: readonly Rule[] = DECISIONS.flatMap((decision) =>
  Object.entries(SHELL_VARIABLES[decision]).map(([row, why]) => ({ row, decision, why })),
).sort((one, other) => other.row.length - one.row.length);

/** The rule for a variable; none for one that changes nothing here. */
export function ruleFor(name: string): Rule | undefined {
  return RULES.find(({ row }) => (row.endsWith("*") ? name.startsWith(row.slice(0, -1)) : name === row));
}

/** The variables without those of that decision, and with what is ours in their place. */
export function without(decision: Decision, variables: Variables): Variables {
  const is = ([name]: [string, unknown]) => ruleFor(name)?.decision === decision;
  const kept = Object.entries(variables).filter((entry) => !is(entry));
  return Object.fromEntries([...kept, ...Object.entries(OURS).filter(is)]);
}

/** The variables without those that would bring something real, or refused, into a rehearsal. */
export function withoutReal(variables: Variables): Variables {
  const entries = Object.entries(variables);
  return Object.fromEntries(entries.filter(([name]) => !REAL.test(name)));
}
