import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import { type PolicyStatement, policyText } from "./policy-document";
import { denyStatements, type RunnerPolicyProps, readStatements, writeStatements } from "./runner-policy";
import type { WorkspaceVariable } from "./workspace";

/** As whom Terraform Cloud acts at AWS: {@link RunnerUser} or {@link RunnerRoles}. */
export interface Runner {
  /** What tells a run so. */
  readonly variables: readonly WorkspaceVariable[];
}

/** AWS's limit on a managed policy, and on the inline policies of one user, in characters without white space. */
export const POLICY_LIMIT = 6144;
export const USER_POLICY_LIMIT = 2048;

/** The rights of the runner, as policies that a user or roles are given. */
export class RunnerRights extends Construct {
  /** For plans and applies. */
  readonly read: IamPolicy;
  /** For applies. */
  readonly write: IamPolicy;
  /** What is denied to it: as text, to be put right into the user or the role. */
  readonly denied: string;

  constructor(scope: Construct, id: string, props: RunnerPolicyProps) {
    super(scope, id);
    const { name, path } = props.account.project.runnerUser;
    const policy = (what: "read" | "write", description: string, statements: readonly PolicyStatement[]) =>
      new IamPolicy(this, `aws_iam_policy.runner_${what}`, {
        name: `${name}-${what}`,
        path,
        description,
        policy: withinLimit(policyText(...statements), POLICY_LIMIT, `the runner's rights to ${what}`),
      });
    this.read = policy("read", "What a plan of the infrastructure stacks reads", readStatements(props));
    this.write = policy("write", "What an apply of the infrastructure stacks changes", writeStatements(props));
    this.denied = withinLimit(policyText(...denyStatements(props)), USER_POLICY_LIMIT, "what the runner is denied");
  }
}

/** @throws Error for a text that AWS would refuse, once Terraform has put the account's number into it. */
export function withinLimit(text: string, limit: number, what: string): string {
  if (text.length > limit) throw new Error(`The policy for ${what} has ${text.length} characters; AWS takes ${limit}.`);
  return text;
}
