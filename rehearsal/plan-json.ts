import { isObject, readAnswer } from "../programs/answer";

/** What a plan would do, by Terraform address. */
export interface PlannedChanges {
  readonly create: readonly string[];
  readonly update: readonly string[];
  readonly replace: readonly string[];
  readonly destroy: readonly string[];
}

/** A plan, with what it leaves as it is. */
export interface Plan {
  readonly changes: PlannedChanges;
  readonly unchanged: readonly string[];
  /** What stands in the state and is gone from the cloud. */
  readonly gone: readonly string[];
}

/**
 * What `terraform show -json` says of a saved plan.
 * @throws UserError when it says something else.
 */
export function readPlan(printed: string): Plan {
  const shown = readAnswer(printed, "terraform show", "a plan as JSON", isPlan, "terraform version; type -a terraform");
  const by = (...actions: string[]) => addressesOf(shown.resource_changes, actions);
  const replace = [...by("delete", "create"), ...by("create", "delete")];
  return {
    changes: { create: by("create"), update: by("update"), replace, destroy: by("delete") },
    unchanged: by("no-op"),
    gone: addressesOf(shown.resource_drift, ["delete"]),
  };
}

/** The part that is read here: https://developer.hashicorp.com/terraform/internals/json-format */
interface PlanJson {
  readonly format_version: string;
  /** Left out when there are none, as below. */
  readonly resource_changes?: readonly ResourceChange[];
  /** What changed in the cloud since the last apply. */
  readonly resource_drift?: readonly ResourceChange[];
}

interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly change: { readonly actions: readonly string[] };
}

function isPlan(value: unknown): value is PlanJson {
  if (!isObject(value) || typeof value.format_version !== "string") return false;
  return [value.resource_changes, value.resource_drift].every(
    (changes) => changes === undefined || (Array.isArray(changes) && changes.every(isResourceChange)),
  );
}

function isResourceChange(value: unknown): value is ResourceChange {
  if (!isObject(value) || typeof value.address !== "string" || typeof value.mode !== "string") return false;
  const { change } = value;
  return isObject(change) && Array.isArray(change.actions) && change.actions.every((one) => typeof one === "string");
}

function addressesOf(changes: readonly ResourceChange[] = [], actions: readonly string[]): readonly string[] {
  return changes
    .filter(({ mode, change }) => mode === "managed" && change.actions.join() === actions.join())
    .map(({ address }) => address);
}
