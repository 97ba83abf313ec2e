import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { type IAspect, type IResolvable, Token } from "cdktf";
import type { IConstruct } from "constructs";
import { UserError } from "../../errors";

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
  if (node instanceof EfsFileSystem) return [{ what: "the file system", encrypted: node.encryptedInput }];
  if (node instanceof EbsVolume) return [{ what: "the volume", encrypted: node.encryptedInput }];
  if (!(node instanceof Instance)) return [];
  const more = node.ebsBlockDeviceInput;
  return [
    { what: "the root disk", encrypted: node.rootBlockDeviceInput?.encrypted },
    ...(Array.isArray(more) ? more.map(({ deviceName: what, encrypted }) => ({ what, encrypted })) : []),
  ];
}
