import { by, type ResourceTypes } from "../description";
import { of, STORE_WITH_KEY, TAGGING } from "./actions";

const secretsmanager = of("secretsmanager");

export const secretTypes: ResourceTypes = {
  aws_secretsmanager_secret: {
    // Neither the value nor its deletion: Terraform makes the place, people and the host have the rest.
    writes: [...secretsmanager("CreateSecret", "UpdateSecret", ...TAGGING), ...STORE_WITH_KEY],
    reads: secretsmanager("DescribeSecret", "GetResourcePolicy"),
    // Its value would be in a state; and nobody else may have it, or lose it.
    never: secretsmanager(
      ...["GetSecretValue", "BatchGetSecretValue", "PutSecretValue", "PutResourcePolicy", "DeleteSecret"],
    ),
    keyThrough: "secretsmanager",
    stateful: ["aws_secretsmanager_secret.application"],
    imported: by("<arn>", "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:name-AbCdEf"),
    skips: [
      {
        check: "CKV2_AWS_57", // a secret rotates by itself
        resources: ["aws_secretsmanager_secret.application"],
        reason:
          "Nothing at AWS can make a new database password or a key of OpenRouter: `cartographer secrets push` " +
          "brings what people made.",
      },
    ],
  },
};
