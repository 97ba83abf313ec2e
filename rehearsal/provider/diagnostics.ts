import { describeError, UserError } from "../../common/errors";
import { CloudRefusal } from "../cloud/cloud";
import type { Attributes, Refusal } from "../cloud/rule";
import type { AttributePath, Diagnostic, PathStep } from "./protocol";
import { type BlockSchema, nestedMembers } from "./schema/model";

/** Why the cloud says no, each at the argument at fault. */
export function refusalDiagnostics(schema: BlockSchema, refusals: readonly Refusal[]): readonly Diagnostic[] {
  return refusals.map(({ summary, detail, attribute }) => {
    const path = attribute === undefined ? undefined : argumentPath(schema, attribute);
    return { severity: "ERROR", summary, detail, ...(path && { attribute: path }) };
  });
}

/**
 * What a person reads of an error: refusals as they are, a {@link UserError} with what to do next, and a defect of ours
 * with its stack.
 */
export function errorDiagnostics(error: unknown, during: string, schema?: BlockSchema): readonly Diagnostic[] {
  if (error instanceof CloudRefusal)
    return refusalDiagnostics(schema ?? { attributes: [], blocks: [] }, error.refusals);
  if (error instanceof UserError)
    return [
      // Terraform may go on with a colon.
      { severity: "ERROR", summary: error.message.replace(/\.$/, ""), detail: error.next ? `next: ${error.next}` : "" },
    ];
  const summary = `The local cloud failed during ${during}: this is a defect of the rehearsal, not of the stack`;
  return [{ severity: "ERROR", summary, detail: describeError(error) }];
}

/** Whether a data source's answer is a refusal: attributes have other names, or more of them. */
export function isRefusal(answer: Attributes | Refusal): answer is Refusal {
  const names = ["summary", "detail", "attribute"];
  return "summary" in answer && "detail" in answer && Object.keys(answer).every((name) => names.includes(name));
}

/**
 * Where an argument stands: "tags", or "root_block_device.volume_size". Of a list of blocks the first is meant;
 * Terraform can't point into a set, so there the path ends.
 */
function argumentPath(schema: BlockSchema, dotted: string): AttributePath | undefined {
  const [head = "", ...rest] = dotted.split(".");
  const step: PathStep = { attribute_name: head };
  const member = nestedMembers(schema).find(({ name }) => name === head);
  if (!member) return schema.attributes.some(({ name }) => name === head) ? { steps: [step] } : undefined;
  if (member.nesting === "set" || member.nesting === "map") return undefined;
  const steps: PathStep[] = member.nesting === "list" ? [step, { element_key_int: 0 }] : [step];
  const inner = rest.length > 0 ? argumentPath(member.inner, rest.join(".")) : undefined;
  return { steps: [...steps, ...(inner?.steps ?? [])] };
}
