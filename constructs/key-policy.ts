import { KEY_SERVICES, keyUsers } from "../resources";
import { USE_KEY } from "../resources/aws/actions";
import type { Account } from "./account";
import { type PolicyStatement, policyText } from "./policy-document";

export interface KeyPolicyProps {
  readonly account: Account;
  /** The region of the key. */
  readonly region: string;
  /** Beginning of the environment's names. */
  readonly prefix: string;
}

/** What it takes to look after a key; encrypting and decrypting are not among it. */
const ADMINISTRATION = [
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:UpdateAlias",
  "kms:Describe*",
  "kms:Get*",
  "kms:List*",
  "kms:EnableKey",
  "kms:DisableKey",
  "kms:EnableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:UpdatePrimaryRegion",
  "kms:UpdateKeyDescription",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
];

/** In whichever region: a copy between regions uses both keys, each through the service of the other region too. */
const STORAGE_SERVICES = KEY_SERVICES.map((service) => `${service}.*.amazonaws.com`);

/**
 * Who may do what with a key of the environment, as far as their own IAM policies allow it too: everybody of the
 * account may look after it, and use it through the services that store data here; directly use it those alone that AWS
 * Backup asks for.
 */
export function keyPolicy(props: KeyPolicyProps): string {
  const { account, region } = props;
  const everybody = { Effect: "Allow", Principal: { AWS: account.root }, Resource: "*" } as const;
  return policyText(
    { Sid: "Administration", ...everybody, Action: ADMINISTRATION },
    {
      Sid: "UseThroughServices",
      ...everybody,
      Action: USE_KEY,
      Condition: { StringLike: { "kms:ViaService": STORAGE_SERVICES } },
    },
    {
      Sid: "GrantsToServices",
      ...everybody,
      Action: "kms:CreateGrant",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    {
      Sid: "UseForBackups",
      ...everybody,
      Action: [...USE_KEY, "kms:RetireGrant"],
      Condition: { ArnLike: { "aws:PrincipalArn": whoBacksUp(props) } },
    },
    ...(region === account.project.awsRegion ? services(account, region) : []),
  );
}

/**
 * The role of the backups, AWS Backup itself, and the runner, whose right to use the key AWS checks when it makes a
 * vault.
 */
function whoBacksUp({ account, prefix }: KeyPolicyProps): readonly string[] {
  const { path } = account.project.runnerUser;
  return [`role/${prefix}-backup`, "role/aws-service-role/backup.amazonaws.com/*", `role${path}*`, `user${path}*`].map(
    (name) => account.iamArn(name),
  );
}

/** Those that use the key in their own name: in the region of the stacks alone. */
function services({ id }: Account, region: string): readonly PolicyStatement[] {
  return keyUsers({ region, account: id }).map(({ sid, service, actions, condition }) => ({
    Sid: sid,
    Effect: "Allow",
    Resource: "*",
    Principal: { Service: service },
    Action: actions,
    Condition: condition,
  }));
}
