import * as path from "node:path";
import { UserError } from "../../common/errors";
import { isObject, parseJson, saidBy } from "../../programs/answer";
import { run } from "../../programs/run";
import { pythonPrograms } from "../tools/python";

/** The version whose checks the skips answer. */
export const CHECKOV = "3.3.30";

/** One finding of checkov. */
export interface Finding {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_path: string;
  /** Its address. */
  readonly resource: string;
}

/** What checkov says as JSON, as far as it is read here. */
export interface CheckovReport {
  readonly results: {
    readonly failed_checks: readonly Finding[];
    readonly skipped_checks: readonly Finding[];
  };
  readonly summary: {
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
    readonly parsing_errors: number;
    readonly resource_count: number;
  };
}

/**
 * Runs checkov over a folder of Terraform files, in HCL: over cdktf's JSON it does not see inline rules and policies.
 * @param home where it is installed when it is not there yet.
 * @throws UserError when it cannot be installed or does not answer.
 */
export async function runCheckov(folder: string, home: string): Promise<CheckovReport> {
  const programs = await pythonPrograms(home, [`checkov==${CHECKOV}`]);
  const args = ["--directory", folder, "--framework", "terraform", "--compact", "--skip-download", "--output", "json"];
  const { stdout, stderr } = await run(path.join(programs, "checkov"), args, { cwd: folder });
  const report = parseJson(stdout);
  if (isReport(report)) return report;
  throw new UserError(
    `checkov gave no report. It said: ${saidBy({ stdout, stderr })}`,
    `rm -r ${home} && npm run scan`,
  );
}

/**
 * Whether it has the parts that are read; what is in them is checkov's own format, of the version that was installed.
 */
function isReport(value: unknown): value is CheckovReport {
  if (!isObject(value) || !isObject(value.results) || !isObject(value.summary)) return false;
  return Array.isArray(value.results.failed_checks) && Array.isArray(value.results.skipped_checks);
}
