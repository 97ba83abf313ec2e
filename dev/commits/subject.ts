/**
 * The rooms, and what has none: everything, CI, the tests, packages and the settings of tools, what binds them
 * together.
 */
export const AREAS: readonly string[] = [
  "all ci deps docs lint tests",
  "cli common config constructs contract dev hosts programs rehearsal resources secrets stacks",
  "bench guard register scan tools",
].flatMap((areas) => areas.split(" "));

/** The longest subject, in characters: what git's and GitHub's lists show whole. */
const LONGEST = 72;

/** Subjects that git itself writes, or undoes before anybody else sees them. */
const GITS_OWN = /^(?:Merge |Revert "|(?:fixup|squash|amend)! )/;

/**
 * What is wrong with the subject of a commit, "area: what", or undefined.
 * @returns a whole sentence.
 */
export function problemOf(subject: string): string | undefined {
  if (GITS_OWN.test(subject)) return undefined;
  const [, area, what] = /^([^\s:]+): (\S.*)$/.exec(subject) ?? [];
  if (area === undefined || what === undefined) return 'It is not of the form "area: what".';
  if (!AREAS.includes(area)) return `There is no area "${area}"; there are: ${[...AREAS].sort().join(", ")}.`;
  const length = [...subject].length;
  return length > LONGEST ? `It has ${length} characters; the most is ${LONGEST}.` : undefined;
}

/**
 * The subject of a message as git hands it to its hook, with comments; undefined when nothing is said, which git
 * refuses.
 */
export function subjectOf(message: string): string | undefined {
  return message
    .split("\n")
    .map((line) => line.trimEnd())
    .find((line) => line !== "" && !line.startsWith("#"));
}
