import type { Attributes, CloudCheck, CloudView, Reference } from "../../rule";
import { valuesAt } from "../../values";
import { demand } from "../refuse";
import { ACCOUNT, regionOf } from "./common";

/** The types that are keys. */
export const KEY_TYPES = ["aws_kms_key", "aws_kms_replica_key"] as const;

/** An attribute that names a key by its ARN. KMS deletes keys that are in use, so it is weak. */
export function kmsKey(missing: string): Reference {
  return { type: KEY_TYPES, by: "arn", missing, weak: true, builtIn: /:key\/aws-managed-|alias\/aws\// };
}

/** The ARN of the key that AWS keeps for a service, for those who name none. */
export function managedKey(service: string, self: Attributes, cloud: CloudView): string {
  return `arn:aws:kms:${regionOf(self, cloud)}:${ACCOUNT}:key/aws-managed-${service}`;
}

/** Services use keys of their own region only; another region needs a replica. */
export function keyIsInRegion(path: string): CloudCheck {
  return (self, cloud) =>
    valuesAt(self, path).flatMap((value) => {
      const [region, here] = [String(value).split(":")[3], regionOf(self, cloud)];
      const detail = `${path} "${value}" is a key of ${region}, not of ${here}.`;
      return demand(!region || region === here, { summary: "InvalidKmsKeyRegion", detail, attribute: path });
    });
}
