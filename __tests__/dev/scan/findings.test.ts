import type { CheckovReport } from "../../../dev/scan/checkov";
import { problemsIn } from "../../../dev/scan/findings";
import { SKIPS } from "../../../resources";

const FINDING = {
  check_id: "CKV_AWS_1",
  check_name: "a rule",
  file_path: "/infra-prod/main.tf",
  resource: "aws_vpc.main",
};
const SKIP = { check: "CKV_AWS_1", resources: ["aws_vpc.main"], reason: "because" };
const report = (
  changes: Partial<CheckovReport["summary"]>,
  results: Partial<CheckovReport["results"]>,
): CheckovReport => ({
  summary: { passed: 1, failed: 0, skipped: 0, parsing_errors: 0, resource_count: 3, ...changes },
  results: { failed_checks: [], skipped_checks: [], ...results },
});

it("has nothing to say of a clean report whose skips all skip something", () => {
  expect(problemsIn(report({}, {}), [], 3)).toEqual([]);
  expect(problemsIn(report({}, { skipped_checks: [FINDING] }), [SKIP], 3)).toEqual([]);
});

it("says each finding with its place", () => {
  expect(problemsIn(report({}, { failed_checks: [FINDING] }), [], 3)).toEqual([
    "CKV_AWS_1 aws_vpc.main (/infra-prod/main.tf): a rule",
  ]);
});

it("does not take a scan that saw nothing, or not all, for a clean one", () => {
  expect(problemsIn(report({ parsing_errors: 1 }, {}), [], 3)).toEqual(["checkov could not read 1 files"]);
  expect(problemsIn(report({ resource_count: 0 }, {}), [], 3)).toEqual(["checkov saw 0 of 3 resources"]);
});

it("finds a skip that skips nothing any more", () => {
  expect(problemsIn(report({}, {}), [SKIP], 3)).toEqual([
    "CKV_AWS_1 aws_vpc.main: its description in resources/ skips this, and nothing fails it any more",
  ]);
});

it("gives a reason for every skip", () => {
  for (const { reason } of SKIPS) expect(reason.length).toBeGreaterThan(40);
});
