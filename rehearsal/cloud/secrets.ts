import type { Attributes, ResourceRule } from "./rule";

/** What of an object may be kept: neither what is shown once nor write-only arguments, whose names end in "_wo". */
export function withoutSecrets(rule: ResourceRule, made: Attributes): Attributes {
  const once = shownOnce(rule, made);
  const isSecret = (name: string): boolean => once.includes(name) || name.endsWith("_wo");
  return Object.fromEntries(Object.entries(made).filter(([name, value]) => value === null || !isSecret(name)));
}

/** The rule for an object that exists: what was shown when it was made is not made up anew. */
export function notShownAgain(rule: ResourceRule, self: Attributes): ResourceRule {
  const once = shownOnce(rule, self);
  const computed = Object.entries(rule.computed ?? {}).filter(([name]) => !once.includes(name));
  return { ...rule, computed: Object.fromEntries(computed) };
}

function shownOnce(rule: ResourceRule, self: Attributes): readonly string[] {
  return typeof rule.shownOnce === "function" ? rule.shownOnce(self) : (rule.shownOnce ?? []);
}
