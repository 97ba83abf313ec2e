import { withImportIds } from "../../../dev/docs/import-ids";

const HEADING = "<!-- rows: npm run docs -->\n\n| 型 | ID |\n| --- | --- |\n";

it("replaces the rows below the mark and its heading, and leaves the rest of a document alone", () => {
  const made = withImportIds(`before\n${HEADING}| \`aws_gone\` | old |\n\n| another | table |\n`);
  expect(made).toMatch(/^before\n/);
  expect(made).toContain(`${HEADING}| \`aws_backup_plan\` | \`<id>\` | `);
  expect(made).toMatch(/\n\n\| another \| table \|\n$/);
  expect(made).not.toContain("aws_gone");
  expect(withImportIds(made)).toBe(made);
});

it("keeps a bar of an id within its cell", () => {
  expect(withImportIds(HEADING)).toContain("| `aws_backup_selection` | `<plan_id>\\|<id>` | ");
});

it("has every form of a type, and no row for what is not imported", () => {
  expect(withImportIds(HEADING)).toContain("| `tfe_workspace` | `<organization>/<name>`, `<id>` | ");
  expect(withImportIds(HEADING)).not.toContain("local_file");
});
