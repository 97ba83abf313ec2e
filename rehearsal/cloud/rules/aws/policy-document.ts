import type { Check, CloudCheck, Refusal } from "../../rule";
import { asList, isObject, text } from "../../values";
import { demand } from "../refuse";

/**
 * Characters that IAM counts: white space is free.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const POLICY_LIMITS = { userInline: 2048, roleInline: 10_240, managed: 6144, trust: 2048 } as const;

/** How much of a limit a document takes. */
export function policySize(document: string): number {
  return document.replace(/\s/g, "").length;
}

/**
 * What a document is for: rights of an identity name resources, those of a resource (a trust, a key, a topic) name
 * principals.
 */
export type PolicyKind = "identity" | "trust" | "resource";

/** Refuses what is no policy, or longer than the limit. */
export function policyIn(attribute: string, kind: PolicyKind, limit?: number): Check {
  return (self) => {
    const document = text(self[attribute]);
    if (document === undefined || document === "") return [];
    const refuse = (summary: string, detail: string): Refusal => ({ summary, detail, attribute });
    const problem = problemOf(document, kind);
    if (problem) return [refuse("MalformedPolicyDocument", `${attribute}: ${problem}.`)];
    const size = policySize(document);
    const detail = `${attribute} has ${size} characters without white space; IAM takes ${limit}.`;
    return demand(limit === undefined || size <= limit, refuse("LimitExceeded", detail));
  };
}

/** Refuses an inline policy that is too long in sum with the others of its role or user. */
export function fitsWithOthers(type: string, owner: "role" | "user", limit: number): CloudCheck {
  return (self, cloud) => {
    const others = cloud.list(type).filter((other) => other[owner] === self[owner] && other.id !== self.id);
    const size = [self, ...others].reduce((sum, each) => sum + policySize(text(each.policy) ?? ""), 0);
    const detail = `The inline policies of ${self[owner]} have ${size} characters in sum; IAM takes ${limit}.`;
    return demand(size <= limit, { summary: "LimitExceeded", detail, attribute: "policy" });
  };
}

function problemOf(document: string, kind: PolicyKind): string | undefined {
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch {
    return "it is no JSON";
  }
  if (!isObject(policy)) return "it is no JSON object";
  if (policy.Version !== undefined && policy.Version !== "2012-10-17" && policy.Version !== "2008-10-17") {
    return `its Version "${policy.Version}" is neither 2012-10-17 nor 2008-10-17`;
  }
  const statements = isObject(policy.Statement) ? [policy.Statement] : asList(policy.Statement);
  if (statements.length === 0) return "it has no Statement";
  for (const [index, statement] of statements.entries()) {
    const problem = isObject(statement) ? statementProblem(new Set(Object.keys(statement)), kind) : "is no object";
    if (problem) return `statement ${index + 1} ${problem}`;
    if (isObject(statement) && statement.Effect !== "Allow" && statement.Effect !== "Deny") {
      return `statement ${index + 1} has the Effect "${statement.Effect}", which is neither Allow nor Deny`;
    }
  }
  return undefined;
}

const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
function statementProblem(keys: ReadonlySet<string>, kind: PolicyKind): string | undefined {
  const has = (name: string): boolean => keys.has(name) || keys.has(`Not${name}`);
  const foreign = [...keys].find((key) => !ELEMENTS.includes(key));
  if (foreign) return `has "${foreign}", which is no element of a policy`;
  if (!has("Action")) return "has no Action";
  if (kind === "identity" && has("Principal")) return "has a Principal, which rights of an identity may not have";
  if (kind !== "identity" && !has("Principal")) return "has no Principal";
  if (kind === "trust" && has("Resource")) return "has a Resource, which a trust policy may not have";
  if (kind !== "trust" && !has("Resource")) return "has no Resource";
  return undefined;
}
