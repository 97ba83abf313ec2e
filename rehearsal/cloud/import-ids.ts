import { importForm } from "../../resources";
import type { Attributes, CloudView, ResourceRule, Value } from "./rule";

/** For a type without a form: what an import of it does must be seen all the same. */
const BY_ID = ["<id>"];

/**
 * The ids by which `terraform import` may name an object, in the forms that its type's description has. Of AWS's
 * regional objects those of the provider's own region go without a region, all others need theirs behind an "@".
 */
export function importIds(type: string, rule: ResourceRule, self: Attributes, cloud: CloudView): readonly string[] {
  const named = (name: string) => rule.importNames?.[name]?.(self, cloud) ?? self[name] ?? "";
  const ids = (importForm(type)?.forms ?? BY_ID).flatMap((form) => filled(form, named));
  if (typeof self.region !== "string") return ids;
  const withRegion = ids.map((id) => `${id}@${self.region}`);
  return self.region === cloud.provider.region ? [...ids, ...withRegion] : withRegion;
}

/** The form with the attributes' values; nothing where one is empty. */
function filled(form: string, named: (name: string) => Value): readonly string[] {
  const names = form.match(/(?<=<)\w+(?=>)/g) ?? [];
  return names.some((name) => named(name) === "") ? [] : [form.replace(/<(\w+)>/g, (_, name) => String(named(name)))];
}
