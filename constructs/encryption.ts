import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import { Construct } from "constructs";
import type { Account } from "./account";
import { keyPolicy } from "./key-policy";

export interface EncryptionProps {
  readonly prefix: string;
  readonly account: Account;
}

/** The longest time in which a deletion can be called off. */
const DELETION_WINDOW_DAYS = 30;

/**
 * The one key of an environment, for all it stores. It is a multi-region key: a vault in the second region cannot use a
 * key of this one, and its replica there opens the same data. Without it, the data and every backup are noise.
 */
export class Encryption extends Construct {
  readonly key: KmsKey;
  /** The same key in the backup region. */
  readonly replica: KmsReplicaKey;

  constructor(scope: Construct, id: string, { prefix, account }: EncryptionProps) {
    super(scope, id);
    const { awsRegion, backupRegion } = account.project;
    const tags = { Name: prefix };

    this.key = new KmsKey(this, "aws_kms_key.main", {
      description: `${prefix}: file system, disk, backups, logs, alarms, secret`,
      multiRegion: true,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: keyPolicy({ account, prefix, region: awsRegion }),
      lifecycle: { preventDestroy: true },
      tags,
    });
    new KmsAlias(this, "aws_kms_alias.main", { name: `alias/${prefix}`, targetKeyId: this.key.keyId });
    // Rotates with the primary.
    this.replica = new KmsReplicaKey(this, "aws_kms_replica_key.backup", {
      region: backupRegion,
      description: `${prefix}: copies of backups`,
      primaryKeyArn: this.key.arn,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: keyPolicy({ account, prefix, region: backupRegion }),
      lifecycle: { preventDestroy: true },
      tags,
    });
  }
}
