import type { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import type { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import type { Instance } from "@cdktf/provider-aws/lib/instance";
import { type IAspect, type IResolvable, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { UserError } from "../../common/errors";
import { isResource } from "./is-resource";

/** Every disk and file system is encrypted from its birth: AWS cannot do it later. */
export class EncryptedStorage implements IAspect {
  visit(node: IConstruct): void {
    const open = storageOf(node).find(({ encrypted }) => encrypted !== true && !Token.isUnresolved(encrypted));
    if (!open) return;
    throw new UserError(
      `${node.node.path}: ${open.what} is not encrypted.`,
      "set encrypted: true, and kmsKeyId to the environment's key",
    );
  }
}

interface Storage {
  readonly what: string;
  readonly encrypted: boolean | IResolvable | undefined;
}

function storageOf(node: IConstruct): readonly Storage[] {
  if (isResource<EfsFileSystem>(node, "aws_efs_file_system")) {
    return [{ what: "the file system", encrypted: node.encryptedInput }];
  }
  if (isResource<EbsVolume>(node, "aws_ebs_volume")) return [{ what: "the volume", encrypted: node.encryptedInput }];
  if (!isResource<Instance>(node, "aws_instance")) return [];
  const more = node.ebsBlockDeviceInput;
  return [
    { what: "the root disk", encrypted: node.rootBlockDeviceInput?.encrypted },
    ...(Array.isArray(more) ? more.map(({ deviceName: what, encrypted }) => ({ what, encrypted })) : []),
  ];
}
