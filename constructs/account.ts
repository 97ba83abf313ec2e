import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { Construct } from "constructs";
import type { Project } from "../config";

/** The AWS account of the stack, and the names in it that two stacks have to agree upon. */
export class Account extends Construct {
  /** Twelve digits, known once Terraform runs. */
  readonly id: string;
  /** Everything of the account in which nothing else is said: "the account's own policies decide". */
  readonly root: string;
  /**
   * The policy that limits whatever role the runner makes; the stack tfc-bootstrap makes it (constructs/boundary.ts).
   */
  readonly boundaryArn: string;

  constructor(
    scope: Construct,
    id: string,
    readonly project: Project,
  ) {
    super(scope, id);
    this.id = new DataAwsCallerIdentity(this, "data.aws_caller_identity.current").accountId;
    this.root = this.iamArn("root");
    this.boundaryArn = this.iamArn(`policy${project.runnerUser.path}${boundaryName(project)}`);
  }

  /** The ARN of something of this account at IAM: "role/name", "user/path/name". */
  iamArn(what: string): string {
    return `arn:aws:iam::${this.id}:${what}`;
  }
}

/** The name of the boundary, the same in the stack that makes it and in those that carry it. */
export function boundaryName(project: Project): string {
  return `${project.name}-boundary`;
}
