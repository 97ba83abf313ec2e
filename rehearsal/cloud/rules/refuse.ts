import type { Check, Refusal, Value } from "../rule";
import { asList, number, text, valuesAt } from "../values";

/** Refuses each value at the path for which `holds` is false. Null and what is not known yet passes. */
export function each(path: string, holds: (value: Value) => boolean, summary: string, rule: string): Check {
  return (self) =>
    valuesAt(self, path)
      .filter((value) => !holds(value))
      .map((value) => ({ summary, detail: `${path} ${shown(value)} ${rule}.`, attribute: path }));
}

/** Each text at the path must match. */
export function matches(path: string, pattern: RegExp, summary: string, rule: string): Check {
  return each(path, (value) => pattern.test(String(value)), summary, rule);
}

/** Each value at the path must be one of these. */
export function oneOf(path: string, allowed: readonly (string | number)[], summary = "InvalidParameterValue"): Check {
  const rule = `is none of ${allowed.join(", ")}`;
  return each(path, (value) => allowed.some((one) => one === value), summary, rule);
}

/** Each number at the path must be whole and within the bounds. */
export function between(path: string, least: number, most: number, summary = "InvalidParameterValue"): Check {
  const holds = (value: Value): boolean => {
    const found = number(value);
    return found !== undefined && Number.isInteger(found) && found >= least && found <= most;
  };
  return each(path, holds, summary, `is no whole number from ${least} to ${most}`);
}

/** A list must not be empty. Null and what is not known yet passes. */
export function notEmpty(attribute: string, summary: string, rule: string): Check {
  return (self) => {
    const value = self[attribute];
    const empty = Array.isArray(value) && asList(value).length === 0;
    return demand(!empty, { summary, detail: `${attribute} ${rule}.`, attribute });
  };
}

/** Exactly one of the attributes must be set. What is not known yet counts neither way. */
export function exactlyOneOf(...names: readonly string[]): Check {
  return (self) => {
    const set = names.filter((name) => isSet(self[name]));
    const none = names.every((name) => self[name] === null);
    const found = none ? "none is" : `${set.join(", ")} are`;
    const detail = `Exactly one of ${names.join(", ")} must be set; ${found}.`;
    return demand(!none && set.length < 2, { summary: "Invalid Attribute Combination", detail, attribute: names[0] });
  };
}

/** A refusal unless the condition holds. */
export function demand(holds: boolean, refusal: Refusal): readonly Refusal[] {
  return holds ? [] : [refusal];
}

/** Whether there is a value: neither absent nor null. */
export function isSet(value: Value | undefined): value is Value {
  return value !== undefined && value !== null;
}

/** A value as a message shows it: long texts shortened, and without line breaks. */
export function shown(value: Value | undefined): string {
  const whole = text(value) ?? JSON.stringify(value ?? null);
  return `"${whole.length > 60 ? `${whole.slice(0, 57)}...` : whole}"`;
}
