import { by, type ResourceTypes } from "../description";
import { of, STORE_WITH_KEY, TAGGING } from "./actions";

const efs = of("elasticfilesystem");
/** Mount targets are network interfaces, made and removed in the caller's name. */
const INTERFACES = of("ec2")("CreateNetworkInterface", "DeleteNetworkInterface", "ModifyNetworkInterfaceAttribute");
const reads = efs("Describe*", "ListTagsForResource");

export const efsTypes: ResourceTypes = {
  aws_efs_access_point: {
    writes: efs("CreateAccessPoint", "DeleteAccessPoint", ...TAGGING),
    reads,
    imported: by("<id>", "fsap-0123456789abcdef0"),
  },
  aws_efs_file_system: {
    writes: [
      ...efs("CreateFileSystem", "UpdateFileSystem", "UpdateFileSystemProtection", "PutLifecycleConfiguration"),
      ...efs(...TAGGING),
      ...STORE_WITH_KEY,
    ],
    reads,
    never: efs("DeleteFileSystem", "CreateReplicationConfiguration"),
    keyThrough: "elasticfilesystem",
    stateful: ["aws_efs_file_system.m36"],
    imported: by("<id>", "fs-0123456789abcdef0"),
  },
  aws_efs_mount_target: {
    writes: [...efs("CreateMountTarget", "DeleteMountTarget", "ModifyMountTargetSecurityGroups"), ...INTERFACES],
    reads,
    linkedRole: "elasticfilesystem.amazonaws.com",
    imported: by("<id>", "fsmt-0123456789abcdef0"),
  },
};
