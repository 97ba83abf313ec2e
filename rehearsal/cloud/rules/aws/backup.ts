import { randomUUID } from "node:crypto";
import type { Attributes, Check, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { blocks, number, texts } from "../../values";
import { demand, matches } from "../refuse";
import { arn, regional, regionalKey, tagged } from "./common";
import { assumableBy } from "./iam-roles";
import { keyIsInRegion, kmsKey, managedKey } from "./kms-references";

const INVALID = "InvalidParameterValueException";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html */
const backupVault: ResourceRule = {
  id: (self) => String(self.name),
  key: regionalKey,
  defaults: { ...regional, ...tagged, force_destroy: false },
  computed: {
    arn: arn("backup", (self) => `backup-vault:${self.id}`),
    kms_key_arn: (self, cloud) => managedKey("backup", self, cloud),
    recovery_points: 0,
  },
  forceNew: ["kms_key_arn", "name"],
  references: { kms_key_arn: kmsKey(INVALID) },
  unique: [["name", "region"]],
  taken: "AlreadyExistsException",
  refuse: [matches("name", /^[A-Za-z0-9_-]{2,50}$/, INVALID, 'is not 2 to 50 of letters, digits, "-" and "_"')],
  conflict: [keyIsInRegion("kms_key_arn")],
};

/**
 * Cold storage is paid for 90 days at least: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
 */
const COLD_DAYS = 90;

function lifecycleProblems(owner: Attributes): readonly Refusal[] {
  return blocks(owner.lifecycle).flatMap((lifecycle) => {
    const [cold, end] = [number(lifecycle.cold_storage_after) ?? 0, number(lifecycle.delete_after) ?? 0];
    const refuse = (detail: string): Refusal => ({ summary: INVALID, detail, attribute: "rule" });
    return [
      ...demand(end >= 0 && cold >= 0, refuse(`A lifecycle can't have negative days: ${cold}, ${end}.`)),
      ...demand(
        cold === 0 || end === 0 || end >= cold + COLD_DAYS,
        refuse(`delete_after ${end} is less than ${COLD_DAYS} days after cold_storage_after ${cold}.`),
      ),
    ];
  });
}

const lifecyclesFit: Check = (self) =>
  blocks(self.rule).flatMap((rule) => [
    ...lifecycleProblems(rule),
    ...blocks(rule.copy_action).flatMap((copy) => lifecycleProblems(copy)),
  ]);

/** A backup may begin within an hour at least, and has an hour at least from then. */
const windowsFit: Check = (self) =>
  blocks(self.rule).flatMap((rule) => {
    const [start, completion] = [number(rule.start_window) ?? 60, number(rule.completion_window) ?? 180];
    const detail = `start_window ${start} must be 60 at least, and completion_window ${completion} 60 more than that.`;
    return demand(start >= 60 && completion >= start + 60, { summary: INVALID, detail, attribute: "rule" });
  });

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html */
const backupPlan: ResourceRule = {
  id: () => randomUUID(),
  defaults: { ...regional, ...tagged },
  computed: {
    arn: arn("backup", (self) => `backup-plan:${self.id}`),
    version: () => Buffer.from(randomUUID()).toString("base64"),
  },
  recomputed: ["version"],
  forceNew: ["name"],
  // Vaults may go while plans name them; the plan's jobs fail then.
  references: {
    "rule.target_vault_name": { type: "aws_backup_vault", by: "name", missing: INVALID, weak: true },
    "rule.copy_action.destination_vault_arn": { type: "aws_backup_vault", by: "arn", missing: INVALID, weak: true },
  },
  inUse: "InvalidRequestException",
  refuse: [
    matches("name", /^[A-Za-z0-9_.-]{1,50}$/, INVALID, "is not 1 to 50 of letters, digits and _.-"),
    matches("rule.rule_name", /^[A-Za-z0-9_.-]{1,50}$/, INVALID, "is not 1 to 50 of letters, digits and _.-"),
    matches(
      "rule.schedule",
      /^(cron\((\S+ ){5}\S+\)|rate\(\d+ \w+\))$/,
      INVALID,
      "is no cron(...) of six fields, and no rate(...)",
    ),
    lifecyclesFit,
    windowsFit,
  ],
};

function selectsSomething(self: Attributes): readonly Refusal[] {
  const some = texts(self.resources).length + blocks(self.selection_tag).length + blocks(self.condition).length > 0;
  const detail = "A selection needs resources, selection_tag or condition.";
  return demand(some, { summary: INVALID, detail, attribute: "resources" });
}

/**
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html: any change makes a new one.
 */
const backupSelection: ResourceRule = {
  id: () => randomUUID(),
  defaults: regional,
  computed: { not_resources: [] },
  forceNew: ["condition", "iam_role_arn", "name", "not_resources", "plan_id", "resources", "selection_tag"],
  references: {
    plan_id: { type: "aws_backup_plan", missing: INVALID },
    iam_role_arn: { type: "aws_iam_role", by: "arn", missing: INVALID, weak: true },
  },
  unique: [["plan_id", "name"]],
  taken: "AlreadyExistsException",
  refuse: [
    matches("name", /^[A-Za-z0-9_.-]{1,50}$/, INVALID, "is not 1 to 50 of letters, digits and _.-"),
    matches("resources", /^(\*|arn:aws[\w-]*:\S+)$/, INVALID, "is no ARN"),
  ],
  conflict: [selectsSomething, assumableBy("iam_role_arn", "backup.amazonaws.com", INVALID)],
};

export const backupRules: ResourceRules = {
  aws_backup_plan: backupPlan,
  aws_backup_selection: backupSelection,
  aws_backup_vault: backupVault,
};
