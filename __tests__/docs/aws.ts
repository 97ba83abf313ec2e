import { isOpen, tellApart, Wrong } from "./arguments";
import { demand } from "./names";

/**
 * What the commands of AWS's line take that documents may name, from its own descriptions; "!" marks a required option.
 */
const AWS: Readonly<Record<string, string>> = {
  "backup delete-recovery-point": "--backup-vault-name=! --recovery-point-arn=!",
  "backup describe-backup-job": "--backup-job-id=!",
  "backup describe-restore-job": "--restore-job-id=!",
  "backup list-backup-jobs":
    "--by-resource-arn= --by-state= --by-backup-vault-name= --by-created-before= --by-created-after= " +
    "--by-resource-type=",
  "backup list-recovery-points-by-backup-vault":
    "--backup-vault-name=! --by-resource-arn= --by-resource-type= --by-created-before= --by-created-after=",
  "backup start-backup-job":
    "--backup-vault-name=! --resource-arn=! --iam-role-arn=! --lifecycle= --recovery-point-tags= " +
    "--complete-window-minutes=",
  "backup start-restore-job":
    "--recovery-point-arn=! --metadata=! --iam-role-arn= --idempotency-token= --resource-type= " +
    "--copy-source-tags-to-restored-resource",
  "cloudwatch describe-alarms": "--alarm-names= --alarm-name-prefix= --state-value=",
  configure: "--profile=",
  "ec2 delete-key-pair": "--key-name= --key-pair-id=",
  "ec2 describe-instances": "--instance-ids= --filters=",
  "ec2 describe-key-pairs": "--key-names= --key-pair-ids= --include-public-key --filters=",
  "ec2 describe-vpcs": "--vpc-ids= --filters=",
  "ec2 get-console-output": "--instance-id=! --latest",
  "efs describe-file-systems": "--creation-token= --file-system-id=",
  "efs describe-mount-targets": "--file-system-id= --mount-target-id= --access-point-id=",
  "iam attach-group-policy": "--group-name=! --policy-arn=!",
  "iam attach-role-policy": "--role-name=! --policy-arn=!",
  "iam attach-user-policy": "--user-name=! --policy-arn=!",
  "iam delete-access-key": "--user-name= --access-key-id=!",
  "iam list-access-keys": "--user-name=",
  "iam update-access-key": "--user-name= --access-key-id=! --status=!",
  "kms cancel-key-deletion": "--key-id=!",
  "kms describe-key": "--key-id=!",
  "resourcegroupstaggingapi get-resources": "--tag-filters= --resource-type-filters= --resource-arn-list=",
  "secretsmanager describe-secret": "--secret-id=!",
  "secretsmanager get-secret-value": "--secret-id=! --version-id= --version-stage=",
  "secretsmanager list-secret-version-ids": "--secret-id=! --include-deprecated",
  "secretsmanager put-secret-value": "--secret-id=! --secret-string= --secret-binary= --version-stages=",
  "secretsmanager update-secret-version-stage":
    "--secret-id=! --version-stage=! --remove-from-version-id= --move-to-version-id=",
  "ssm describe-instance-information": "--filters=",
  "ssm start-session": "--target=! --document-name= --reason= --parameters=",
  "sso login": "--sso-session=",
  "sts get-caller-identity": "",
};

/** Options of every command. */
const AWS_OPTIONS = "--region= --profile= --output= --query= --no-cli-pager --cli-input-json= --no-paginate";

/**
 * Checks a command of AWS's line.
 * @throws Wrong for one that the table does not have, or has otherwise.
 */
export function checkAws(args: readonly string[]): void {
  const [service = "", verb = ""] = args.filter((word) => !word.startsWith("-"));
  const name = service in AWS ? service : `${service} ${verb}`;
  const syntax = AWS[name];
  if (syntax === undefined) {
    if (isOpen(service) || isOpen(verb)) return;
    throw new Wrong(`aws ${name} is not in __tests__/docs/aws.ts; it has: ${Object.keys(AWS).join(", ")}`);
  }
  // Lists are written as several words, which look like operands.
  const { options } = tellApart(args, { options: `${syntax.replaceAll("!", "")} ${AWS_OPTIONS}`, operands: [0, 99] });
  for (const [option, value = ""] of options) {
    if (option === "--output") demand(["json", "table", "text", "yaml"], "form of AWS's output", value);
    if (option === "--region" && !isOpen(value) && !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(value)) {
      throw new Wrong(`"${value}" is no region`);
    }
  }
  const given = options.map(([option]) => option);
  for (const [, option = ""] of syntax.matchAll(/(--[\w-]+)=!/g)) {
    if (!given.includes(option) && !args.includes("…")) throw new Wrong(`it lacks ${option}`);
  }
}
