import { PUBLISH_WITH_KEY } from "./aws/actions";
import { backupTypes } from "./aws/backup";
import { budgetTypes } from "./aws/budgets";
import { cloudwatchTypes } from "./aws/cloudwatch";
import { ec2Types } from "./aws/ec2";
import { efsTypes } from "./aws/efs";
import { iamRoleTypes } from "./aws/iam-roles";
import { iamUserTypes } from "./aws/iam-users";
import { kmsTypes } from "./aws/kms";
import { secretTypes } from "./aws/secretsmanager";
import { snsTypes } from "./aws/sns";
import { vpcTypes } from "./aws/vpc";
import { cloudflareTypes } from "./cloudflare";
import type { ImportForm, KeyPlace, KeyUser, NotImported, Publisher, ResourceType, ResourceTypes } from "./description";
import { localTypes } from "./local";
import { tfeTypes } from "./tfe";

/** Every type of resource that the stacks use: one description each, from which all below is derived. */
export const RESOURCE_TYPES: ResourceTypes = {
  ...backupTypes,
  ...budgetTypes,
  ...cloudwatchTypes,
  ...ec2Types,
  ...efsTypes,
  ...iamRoleTypes,
  ...iamUserTypes,
  ...kmsTypes,
  ...secretTypes,
  ...snsTypes,
  ...vpcTypes,
  ...cloudflareTypes,
  ...localTypes,
  ...tfeTypes,
};

const types = Object.entries(RESOURCE_TYPES);

/** What Terraform does at AWS, beyond reading, for each type in the infrastructure stacks. */
export const WRITES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  types.flatMap(([name, type]) => (type.writes ? [[name, [...type.writes, ...actionsForRoles(type)]]] : [])),
);

/** How their services, and those of the data sources, are read: all that a plan needs. */
export const READS: readonly string[] = each(({ reads }) => reads);

/** What no plan may do. */
export const NEVER: readonly string[] = types.flatMap(([, { never }]) => never ?? []);

/** The services that roles of the stacks are given to. */
export const ROLE_TAKERS: readonly string[] = each(({ givesRoleTo }) => givesRoleTo);

/** The services that get a role of their own at their first use. */
export const LINKED_ROLES: readonly string[] = each(({ linkedRole }) => linkedRole);

/** The services that store data with an environment's key. */
export const KEY_SERVICES: readonly string[] = each(({ keyThrough }) => keyThrough);

/** The services that publish on the topic of the alarms. */
export const PUBLISHERS: readonly Publisher[] = types.flatMap(([, { publisher }]) => publisher ?? []);

/** The services that use an environment's key in their own name. */
export function keyUsers(place: KeyPlace): readonly KeyUser[] {
  return types.flatMap(([, { keyUser, publisher }]) => [
    ...(keyUser ? [keyUser(place)] : []),
    ...(publisher ? [publishing(publisher, place)] : []),
  ]);
}

/** Types whose loss cannot be made good by another apply. */
export const STATEFUL_TYPES: readonly string[] = types.filter(([, { stateful }]) => stateful).map(([name]) => name);

/** Their addresses in an infrastructure stack. */
export const STATEFUL_ADDRESSES: readonly string[] = each(({ stateful }) => stateful);

/** Every finding of checkov that is left as it is, and why. */
export const SKIPS = types.flatMap(([, { skips }]) => skips ?? []);

/** Why a type is not imported, and what is done in its place; undefined for one that is. */
export function notImported(type: string): NotImported | undefined {
  const imported = RESOURCE_TYPES[type]?.imported;
  return imported && "why" in imported ? imported : undefined;
}

/** In which form ids of a type are imported; undefined for one that is not. */
export function importForm(type: string): ImportForm | undefined {
  const imported = RESOURCE_TYPES[type]?.imported;
  return imported && "forms" in imported ? imported : undefined;
}

function publishing({ sid, service }: Publisher, { account }: KeyPlace): KeyUser {
  const condition = { StringEquals: { "aws:SourceAccount": account } };
  return { sid, service, actions: PUBLISH_WITH_KEY, condition };
}

function actionsForRoles({ givesRoleTo, linkedRole }: ResourceType): readonly string[] {
  return [...(givesRoleTo ? ["iam:PassRole"] : []), ...(linkedRole ? ["iam:CreateServiceLinkedRole"] : [])];
}

/** What the types have in common and of their own: once each, sorted. */
function each(part: (type: ResourceType) => string | readonly string[] | undefined): readonly string[] {
  return [...new Set(types.flatMap(([, type]) => part(type) ?? []))].sort();
}
