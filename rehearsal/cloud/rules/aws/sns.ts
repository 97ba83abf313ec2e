import { randomUUID } from "node:crypto";
import type { Attributes, Check, CloudView, ResourceRule, ResourceRules } from "../../rule";
import { text } from "../../values";
import { hex } from "../ids";
import { demand, matches, oneOf } from "../refuse";
import { ACCOUNT, regional, regionOf, tagged } from "./common";
import { keyIsInRegion, kmsKey } from "./kms-references";
import { policyIn } from "./policy-document";

function defaultPolicy(self: Attributes): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["SNS:Publish", "SNS:Subscribe"],
        Resource: self.id ?? null,
        Condition: { StringEquals: { "AWS:SourceOwner": ACCOUNT } },
      },
    ],
  });
}

function topicArn(self: Attributes, cloud: CloudView): string {
  const name = text(self.name) ?? `${self.name_prefix ?? "terraform-"}${hex(26)}`;
  return `arn:aws:sns:${regionOf(self, cloud)}:${ACCOUNT}:${name}`;
}

/**
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html, which hands an existing topic to a second caller:
 * refused here.
 */
const topic: ResourceRule = {
  id: topicArn,
  defaults: { ...regional, ...tagged, content_based_deduplication: false, fifo_topic: false },
  computed: {
    arn: (self) => self.id ?? null,
    beginning_archive_time: "",
    fifo_throughput_scope: "",
    name: (self) => String(self.id).split(":").at(-1) ?? null,
    name_prefix: "",
    owner: ACCOUNT,
    policy: defaultPolicy,
    signature_version: 0,
    tracing_config: "",
  },
  forceNew: ["fifo_topic", "name", "name_prefix"],
  references: { kms_master_key_id: kmsKey("InvalidParameter") },
  unique: [["name", "region"]],
  taken: "TopicAlreadyExists",
  refuse: [
    matches(
      "name",
      /^[A-Za-z0-9_-]{1,256}(\.fifo)?$/,
      "InvalidParameter",
      'is not 1 to 256 of letters, digits, "-" and "_"',
    ),
    policyIn("policy", "resource"),
  ],
  conflict: [keyIsInRegion("kms_master_key_id")],
};

const byArn = { type: "aws_sns_topic", by: "arn", missing: "NotFound", weak: true } as const;

/** The whole policy of a topic. https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
const topicPolicy: ResourceRule = {
  id: (self) => String(self.arn),
  defaults: regional,
  computed: { owner: ACCOUNT },
  forceNew: ["arn"],
  references: { arn: byArn },
  unique: [["arn"]],
  refuse: [policyIn("policy", "resource")],
};

const PROTOCOLS = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];

const endpointFits: Check = (self) => {
  const [protocol, endpoint] = [text(self.protocol) ?? "", text(self.endpoint)];
  const patterns: Readonly<Record<string, RegExp>> = {
    email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
    "email-json": /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
    http: /^http:\/\//,
    https: /^https:\/\//,
    lambda: /^arn:/,
    sqs: /^arn:/,
  };
  const holds = endpoint === undefined || (patterns[protocol]?.test(endpoint) ?? true);
  const detail = `endpoint "${endpoint}" is none for the protocol ${protocol}.`;
  return demand(holds, { summary: "InvalidParameter", detail, attribute: "endpoint" });
};

/**
 * Subscriptions by e-mail wait for their owner to confirm them.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
const topicSubscription: ResourceRule = {
  id: (self) => `${self.topic_arn}:${randomUUID()}`,
  defaults: {
    ...regional,
    confirmation_timeout_in_minutes: 1,
    endpoint_auto_confirms: false,
    raw_message_delivery: false,
  },
  computed: {
    arn: (self) => self.id ?? null,
    confirmation_was_authenticated: (self) => !String(self.protocol).startsWith("email"),
    filter_policy_scope: "",
    owner_id: ACCOUNT,
    pending_confirmation: (self) => String(self.protocol).startsWith("email"),
  },
  forceNew: ["endpoint", "protocol", "topic_arn"],
  references: { topic_arn: byArn },
  unique: [["topic_arn", "protocol", "endpoint"]],
  refuse: [oneOf("protocol", PROTOCOLS, "InvalidParameter"), endpointFits],
};

export const snsRules: ResourceRules = {
  aws_sns_topic: topic,
  aws_sns_topic_policy: topicPolicy,
  aws_sns_topic_subscription: topicSubscription,
};
