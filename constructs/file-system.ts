import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";
import type { Encryption } from "./encryption";

export interface FileSystemProps {
  readonly prefix: string;
  /** Names the file system at AWS; another token is another file system. */
  readonly creationToken: string;
  readonly encryption: Encryption;
  /** Where the host may be: each has a mount target. */
  readonly subnets: readonly Subnet[];
  readonly securityGroup: SecurityGroup;
}

/** Who owns the database on EFS: the numbers of user and group `cartographer` on a new host. */
const CARTOGRAPHER_ID = 1000;

/** The file system with the project-m36 database. The one thing here that cannot be made again. */
export class FileSystem extends Construct {
  readonly efs: EfsFileSystem;

  constructor(scope: Construct, id: string, props: FileSystemProps) {
    super(scope, id);
    const tags = { Name: `${props.prefix}-m36` };

    this.efs = new EfsFileSystem(this, "aws_efs_file_system.m36", {
      creationToken: props.creationToken,
      performanceMode: "generalPurpose",
      throughputMode: "bursting",
      encrypted: true,
      kmsKeyId: props.encryption.key.arn,
      lifecyclePolicy: [{ transitionToIa: "AFTER_30_DAYS" }],
      // Nobody makes it the target of a replication, which would overwrite it.
      protection: { replicationOverwrite: "ENABLED" },
      lifecycle: {
        preventDestroy: true,
        // AWS sets these when a file system is made and never again: an adopted one keeps what it has.
        ignoreChanges: ["encrypted", "kms_key_id"],
      },
      tags,
    });
    for (const [index, subnet] of props.subnets.entries()) {
      new EfsMountTarget(this, `aws_efs_mount_target.${index === 0 ? "m36" : "m36_second"}`, {
        fileSystemId: this.efs.id,
        subnetId: subnet.id,
        securityGroups: [props.securityGroup.id],
      });
    }
    // For other mounts of the database (a restore, a look); the host itself mounts the root of the file system.
    new EfsAccessPoint(this, "aws_efs_access_point.m36", {
      fileSystemId: this.efs.id,
      posixUser: { uid: CARTOGRAPHER_ID, gid: CARTOGRAPHER_ID },
      rootDirectory: {
        path: "/m36-data",
        creationInfo: { ownerUid: CARTOGRAPHER_ID, ownerGid: CARTOGRAPHER_ID, permissions: "0755" },
      },
      tags,
    });
  }
}
