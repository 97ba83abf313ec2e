import { UserError } from "../../common/errors";
import { indexedFiles, indexedText } from "./candidates";
import { type Finding, inspectCandidate } from "./inspect";

/** The file in which a team says what may be committed though a rule refuses it. */
export const EXCEPTIONS = ".guard-exceptions";

/** A line of it: `rule path # reason`, the path from the project's folder. */
interface Exception {
  readonly line: number;
  readonly rule: string;
  readonly file: string;
}

/**
 * Which findings a team has excepted, as the index says.
 * @throws UserError for a line that has no reason, or excepts nothing of what is in the index.
 */
export async function readExceptions(project: string): Promise<(finding: Finding) => boolean> {
  const exceptions = parse(indexedText(project, EXCEPTIONS) ?? "");
  const found: Finding[] = [];
  const files = exceptions.map(({ file }) => file);
  for (const candidate of files.length > 0 ? indexedFiles(project, files) : []) {
    found.push(...(await inspectCandidate(candidate)));
  }
  for (const exception of exceptions) {
    if (!found.some((finding) => covers(exception, finding))) {
      throw refusal(exception.line, `excepts nothing any more: ${exception.rule} finds nothing in ${exception.file}`);
    }
  }
  return (finding) => exceptions.some((exception) => covers(exception, finding));
}

function parse(text: string): readonly Exception[] {
  return text.split(/\r?\n/).flatMap((content, at) => {
    if (/^\s*(#.*)?$/.test(content)) return [];
    const [, rule = "", file = "", reason] = /^(\S+)[ \t]+(.*?)[ \t]+#[ \t]*(.*)$/.exec(content) ?? [];
    if (!reason?.trim()) throw refusal(at + 1, "does not say why: rule path # reason");
    return [{ line: at + 1, rule, file }];
  });
}

function covers({ rule, file }: Exception, finding: Finding): boolean {
  return rule === finding.rule && file === finding.file;
}

function refusal(line: number, problem: string): UserError {
  return new UserError(
    `${EXCEPTIONS}, line ${line}, ${problem}.`,
    `edit ${EXCEPTIONS}, then: git add ${EXCEPTIONS}, and the same command again`,
  );
}
