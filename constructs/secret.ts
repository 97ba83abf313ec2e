import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { Construct } from "constructs";
import type { Encryption } from "./encryption";

export interface SecretProps {
  readonly prefix: string;
  readonly encryption: Encryption;
}

/** The longest time in which a deletion can be called off. */
const RECOVERY_WINDOW_DAYS = 30;

/**
 * The place for the secrets of the host at AWS Secrets Manager, without a value: Terraform never sees one.
 * `cartographer secrets push` puts it there. It stands ready whichever backend the host uses, so that changing over is
 * the hosts' affair.
 */
export class Secret extends Construct {
  readonly secret: SecretsmanagerSecret;
  /** The same as the secret's name, known before it is made. */
  readonly name: string;

  constructor(scope: Construct, id: string, { prefix, encryption }: SecretProps) {
    super(scope, id);
    this.name = `${prefix}/application`;
    this.secret = new SecretsmanagerSecret(this, "aws_secretsmanager_secret.application", {
      name: this.name,
      description: "Variables of the application and the origin key, for the host alone",
      kmsKeyId: encryption.key.arn,
      recoveryWindowInDays: RECOVERY_WINDOW_DAYS,
      lifecycle: { preventDestroy: true },
      tags: { Name: this.name },
    });
  }
}
