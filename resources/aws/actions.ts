/** The actions of one service. */
export const of =
  (service: string) =>
  (...names: readonly string[]): readonly string[] =>
    names.map((name) => `${service}:${name}`);

const kms = of("kms");

export const TAGGING = ["TagResource", "UntagResource"] as const;

/** What starting a disk, a file system or a vault with a key of ours asks of the caller. */
export const STORE_WITH_KEY = kms(
  ...["CreateGrant", "RetireGrant", "Decrypt", "ReEncryptFrom", "ReEncryptTo"],
  ...["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
);

/** All that a key is for. */
export const USE_KEY = kms("Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey");

/** What publishing on an encrypted topic asks of the publisher. */
export const PUBLISH_WITH_KEY = kms("Decrypt", "GenerateDataKey*");
