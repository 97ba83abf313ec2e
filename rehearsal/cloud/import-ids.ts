import type { Attributes, CloudView, ResourceRule } from "./rule";

/**
 * The ids by which `terraform import` may name an object. Of AWS's regional objects those of the provider's own region
 * go without a region, all others need theirs behind an "@".
 */
export function importIds(rule: ResourceRule, self: Attributes, cloud: CloudView): readonly string[] {
  const ids = rule.importIds?.(self, cloud) ?? [String(self.id)];
  if (typeof self.region !== "string") return ids;
  const withRegion = ids.map((id) => `${id}@${self.region}`);
  return self.region === cloud.provider.region ? [...ids, ...withRegion] : withRegion;
}
