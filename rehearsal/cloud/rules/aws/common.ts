import type { Attributes, CloudView, Computed, Value } from "../../rule";
import { blocks, map, text } from "../../values";

/** The account of the local cloud: the number that AWS's documentation uses. */
export const ACCOUNT = "123456789012";

/** The region of an object: its own, or that of its provider. */
export function regionOf(self: Attributes, cloud: CloudView): string {
  return text(self.region) ?? text(cloud.provider.region) ?? "us-east-1";
}

/** The ARN of something in the object's region. */
export function arn(service: string, resource: (self: Attributes) => string): Computed {
  return (self, cloud) => `arn:aws:${service}:${regionOf(self, cloud)}:${ACCOUNT}:${resource(self)}`;
}

/** The ARN of something that belongs to no region: IAM and its like. */
export function globalArn(service: string, resource: (self: Attributes) => string): Computed {
  return (self) => `arn:aws:${service}::${ACCOUNT}:${resource(self)}`;
}

type Defaults = Readonly<Record<string, Value | ((self: Attributes, cloud: CloudView) => Value | undefined)>>;

/** Since aws 6 every regional resource says its region; the provider fills it in while planning. */
export const regional: Defaults = { region: regionOf };

/** tags_all is tags over the provider's default_tags, known while planning unless tags are not. */
export const tagged: Defaults = {
  tags_all: (self, cloud) => (self.tags === undefined ? undefined : { ...defaultTags(cloud), ...map(self.tags) }),
};

function defaultTags(cloud: CloudView): Attributes {
  return Object.assign({}, ...blocks(cloud.provider.default_tags).map((block) => map(block.tags)));
}

/** Where a name is an id: the same name may be there in two regions. */
export function regionalKey(self: Attributes, cloud: CloudView): string {
  return `${regionOf(self, cloud)}/${self.id}`;
}
