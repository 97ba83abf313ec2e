import type { Environment } from "../config";
import { LINKED_ROLES, NEVER, READS, ROLE_TAKERS, WRITES } from "../resources";
import type { Account } from "./account";
import { MANAGED_POLICIES } from "./managed-policies";
import type { PolicyStatement } from "./policy-document";

export interface RunnerPolicyProps {
  readonly account: Account;
  readonly environments: readonly Environment[];
}

/** Services whose calls belong to no region. */
const GLOBAL = "iam:";

/** What gives a role rights: granted on one with the boundary alone. */
const ON_BOUNDED_ROLES = [
  "iam:CreateRole",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:AttachRolePolicy",
];
/** Granted with conditions of their own. */
const PASS_ROLE = "iam:PassRole";
const SERVICE_LINKED_ROLE = "iam:CreateServiceLinkedRole";
const CREATE_GRANT = "kms:CreateGrant";

/** What a plan reads: in two regions, and of IAM the environments' own roles alone. */
export function readStatements(props: RunnerPolicyProps): readonly PolicyStatement[] {
  const { account } = props;
  const [global, regional] = split(READS, (action) => action.startsWith(GLOBAL));
  return [
    { Sid: "ReadInRegions", Effect: "Allow", Action: regional, Resource: "*", Condition: inRegions(account) },
    { Sid: "ReadOwnRoles", Effect: "Allow", Action: global, Resource: ownRoles(props) },
  ];
}

/** What an apply changes: in two regions, and of IAM the environments' own roles alone. */
export function writeStatements(props: RunnerPolicyProps): readonly PolicyStatement[] {
  const { account } = props;
  const [global, inARegion] = split(unique(Object.values(WRITES).flat()), (action) => action.startsWith(GLOBAL));
  const [bounded, free] = split(
    global.filter((action) => action !== PASS_ROLE && action !== SERVICE_LINKED_ROLE),
    (action) => ON_BOUNDED_ROLES.includes(action),
  );
  const roles = ownNames(props, "role");
  const boundary = { "iam:PermissionsBoundary": account.boundaryArn };
  // An attachment must be one of AWS's policies that the stacks use; other calls name no policy.
  const attachable = { "iam:PolicyARN": Object.values(MANAGED_POLICIES) };
  return [
    {
      Sid: "WriteInRegions",
      Effect: "Allow",
      Action: inARegion.filter((action) => action !== CREATE_GRANT),
      Resource: "*",
      Condition: inRegions(account),
    },
    {
      Sid: "LetServicesUseKeys",
      Effect: "Allow",
      Action: CREATE_GRANT,
      Resource: "*",
      Condition: { ...inRegions(account), Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    { Sid: "OwnRoles", Effect: "Allow", Action: free, Resource: ownRoles(props) },
    {
      Sid: "OwnRolesWithinTheBoundary",
      Effect: "Allow",
      Action: bounded,
      Resource: roles,
      Condition: { StringEquals: boundary, ArnEqualsIfExists: attachable },
    },
    {
      Sid: "GiveOwnRolesToServices",
      Effect: "Allow",
      Action: PASS_ROLE,
      Resource: roles,
      Condition: { StringEquals: { "iam:PassedToService": ROLE_TAKERS } },
    },
    {
      Sid: "FirstUseOfServices",
      Effect: "Allow",
      Action: SERVICE_LINKED_ROLE,
      Resource: account.iamArn("role/aws-service-role/*"),
      Condition: { StringEquals: { "iam:AWSServiceName": LINKED_ROLES } },
    },
  ];
}

/** What the runner may never do, whoever allows it. */
export function denyStatements({ account }: RunnerPolicyProps): readonly PolicyStatement[] {
  const { path } = account.project.runnerUser;
  return [
    { Sid: "KeepData", Effect: "Deny", Action: NEVER, Resource: "*" },
    {
      Sid: "KeepOwnRights",
      Effect: "Deny",
      Action: "iam:*",
      Resource: [...["user", "role", "policy"].map((kind) => `${kind}${path}*`), "oidc-provider/*"].map((name) =>
        account.iamArn(name),
      ),
    },
    { Sid: "KeepBoundary", Effect: "Deny", Action: "iam:DeleteRolePermissionsBoundary", Resource: "*" },
    {
      Sid: "NoRoleWithoutBoundary",
      Effect: "Deny",
      Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
      Resource: "*",
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": account.boundaryArn } },
    },
  ];
}

function ownRoles(props: RunnerPolicyProps): readonly string[] {
  return [...ownNames(props, "role"), ...ownNames(props, "instance-profile")];
}

/** The ARNs of what carries an environment's prefix. */
function ownNames({ account, environments }: RunnerPolicyProps, kind: string): readonly string[] {
  return environments.map(({ prefix }) => account.iamArn(`${kind}/${prefix}-*`));
}

function inRegions({ project }: Account) {
  return { StringEquals: { "aws:RequestedRegion": [project.awsRegion, project.backupRegion] } };
}

function unique(actions: readonly string[]): readonly string[] {
  return [...new Set(actions)].sort();
}

function split(actions: readonly string[], holds: (action: string) => boolean) {
  return [actions.filter(holds), actions.filter((action) => !holds(action))] as const;
}
