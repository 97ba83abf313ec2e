import type { Skip } from "../../resources/description";
import type { CheckovReport, Finding } from "./checkov";

/**
 * What stands between a report and a good one, a line each: findings, skips that skip nothing any more, and whatever
 * would make a scan that saw nothing look clean.
 * @param resources how many resources there are to be seen.
 */
export function problemsIn(report: CheckovReport, skips: readonly Skip[], resources: number): readonly string[] {
  const { summary, results } = report;
  const blind = [
    ...(summary.parsing_errors > 0 ? [`checkov could not read ${summary.parsing_errors} files`] : []),
    ...(summary.resource_count === resources
      ? []
      : [`checkov saw ${summary.resource_count} of ${resources} resources`]),
  ];
  const found = results.failed_checks.map(
    ({ check_id, check_name, resource, file_path }) => `${check_id} ${resource} (${file_path}): ${check_name}`,
  );
  return [...blind, ...found, ...stale(results.skipped_checks, skips)];
}

function stale(skipped: readonly Finding[], skips: readonly Skip[]): readonly string[] {
  const used = new Set(skipped.map(({ check_id, resource }) => `${check_id} ${resource}`));
  return skips
    .flatMap(({ check, resources }) => resources.map((resource) => `${check} ${resource}`))
    .filter((skip) => !used.has(skip))
    .map((skip) => `${skip}: its description in resources/ skips this, and nothing fails it any more`);
}
