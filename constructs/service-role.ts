import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import type { Account } from "./account";
import { type PolicyStatement, policyText } from "./policy-document";

export interface ServiceRoleProps {
  /** The role's name in Terraform: aws_iam_role.<address>. */
  readonly address: string;
  /** The role's name at AWS: the runner may make those alone that begin with an environment's prefix. */
  readonly name: string;
  readonly description: string;
  readonly account: Account;
  /** The service that takes the role, for example "backup.amazonaws.com". */
  readonly service: string;
  /** Whether that service says on whose behalf it acts, so that the role can demand this account. @default false */
  readonly demandAccount?: boolean;
  /** Policies of AWS that it has, by the name they have in Terraform. @default none */
  readonly managedPolicies?: Readonly<Record<string, string>>;
  /** What it may do beyond them. @default nothing */
  readonly statements?: readonly PolicyStatement[];
}

/** A role that an AWS service takes on behalf of this account, within the boundary that every role here carries. */
export class ServiceRole extends Construct {
  readonly role: IamRole;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { address, account } = props;
    this.role = new IamRole(this, `aws_iam_role.${address}`, {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyText({
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: props.service },
        Action: "sts:AssumeRole",
        ...(props.demandAccount ? { Condition: { StringEquals: { "aws:SourceAccount": account.id } } } : {}),
      }),
      permissionsBoundary: account.boundaryArn,
    });
    for (const [name, policyArn] of Object.entries(props.managedPolicies ?? {})) {
      new IamRolePolicyAttachment(this, `aws_iam_role_policy_attachment.${address}_${name}`, {
        role: this.role.name,
        policyArn,
      });
    }
    if (!props.statements || props.statements.length === 0) return;
    new IamRolePolicy(this, `aws_iam_role_policy.${address}`, {
      name: props.name,
      role: this.role.name,
      policy: policyText(...props.statements),
    });
  }
}
