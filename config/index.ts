import { UserError } from "../common/errors";
import { entries } from "./environments";
import { project as written } from "./project";
import { deepFreeze, defineEnvironments } from "./rules";
import type { Environment, Project } from "./types";

export type * from "./types";

/** The oldest Terraform that knows write-only arguments, through which secrets stay out of state. */
export const MINIMUM_TERRAFORM = "1.11.0";

/** Every value that all environments share. */
export const project: Project = deepFreeze(written);

/** Every environment, in the order of environments.ts. */
export const environments: readonly Environment[] = defineEnvironments(project, entries);

/**
 * The environment of that name.
 * @throws UserError for a name that environments.ts does not have.
 */
export function environmentNamed(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const known = environments.map((environment) => environment.name).join(", ");
  throw new UserError(`There is no environment "${name}" in config/environments.ts; there are: ${known}.`);
}

/** The id of the stack that makes the workspaces, as cdktf's commands take it. */
export const TFC_BOOTSTRAP = "tfc-bootstrap";

/** The id of an environment's infrastructure stack, as cdktf's commands take it. */
export function infraStackId(environment: Pick<Environment, "name">): string {
  return `infra-${environment.name}`;
}
