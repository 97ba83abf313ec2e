import { importForm, RESOURCE_TYPES } from "../../resources";

/** The mark above the table, its heading, and the rows, which are made. */
const TABLE = /(<!-- rows: npm run docs -->\n\n\|.*\n\|.*\n)((?:\|.*\n)*)/;

/** A document with the forms of import ids as resources/ has them, in whichever language the rest is. */
export function withImportIds(document: string): string {
  return document.replace(TABLE, (_all, heading: string) => heading + rows().join(""));
}

/** A row each type that is imported, by name. */
function rows(): readonly string[] {
  const types = Object.keys(RESOURCE_TYPES).sort();
  return types.flatMap((type) => {
    const form = importForm(type);
    return form ? [`| ${code([type])} | ${code(form.forms)} | ${code(form.examples)} |\n`] : [];
  });
}

function code(words: readonly string[]): string {
  return words.map((word) => `\`${word.replaceAll("|", "\\|")}\``).join(", ");
}
