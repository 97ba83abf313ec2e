import { by, type ResourceTypes } from "../description";
import { of, TAGGING } from "./actions";

const kms = of("kms");
const reads = kms("DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags");

export const kmsTypes: ResourceTypes = {
  aws_kms_alias: {
    writes: kms("CreateAlias", "UpdateAlias", "DeleteAlias"),
    reads: kms("ListAliases"),
    imported: by("<name>", "alias/cartographer-staging"),
  },
  aws_kms_key: {
    writes: kms("CreateKey", "PutKeyPolicy", "EnableKeyRotation", "UpdateKeyDescription", ...TAGGING),
    reads,
    never: kms("ScheduleKeyDeletion", "DisableKey", "DisableKeyRotation"),
    // It keeps multi-region keys alike.
    linkedRole: "mrk.kms.amazonaws.com",
    stateful: ["aws_kms_key.main"],
    imported: by("<key_id>", "mrk-0123456789abcdef0123456789abcdef"),
  },
  aws_kms_replica_key: {
    writes: kms("ReplicateKey", "CreateKey", "PutKeyPolicy", "UpdateKeyDescription", ...TAGGING),
    reads,
    stateful: ["aws_kms_replica_key.backup"],
    imported: by("<key_id>", "mrk-0123456789abcdef0123456789abcdef@ap-northeast-3"),
  },
};
