import { by, type ResourceTypes } from "../description";
import { of, TAGGING } from "./actions";

const sns = of("sns");
const TOPIC = "arn:aws:sns:ap-northeast-1:123456789012:cartographer-staging-alarms";

export const snsTypes: ResourceTypes = {
  aws_sns_topic: {
    writes: sns("CreateTopic", "DeleteTopic", "SetTopicAttributes", ...TAGGING),
    reads: sns("GetTopicAttributes", "ListTagsForResource"),
    imported: by("<arn>", TOPIC),
  },
  aws_sns_topic_policy: {
    writes: sns("SetTopicAttributes"),
    reads: sns("GetTopicAttributes"),
    imported: by("<arn>", TOPIC),
  },
  aws_sns_topic_subscription: {
    writes: sns("Subscribe", "Unsubscribe", "SetSubscriptionAttributes"),
    reads: sns("GetSubscriptionAttributes"),
    imported: by("<arn>", `${TOPIC}:8a21d249-…`),
  },
};
