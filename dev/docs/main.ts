import * as fs from "node:fs";
import * as path from "node:path";
import { commandLine, start } from "../../cli/command-line";
import { writeAtomically } from "../../common/files";
import { withImportIds } from "./import-ids";

/** Writes into the documents what is made from resources/. */
async function writeTables(): Promise<void> {
  for (const name of ["docs/import.md", "docs/import.ja.md"]) {
    const file = path.resolve(__dirname, "../..", name);
    await writeAtomically(file, withImportIds(fs.readFileSync(file, "utf8")));
  }
}

const program = commandLine({
  name: "npm run docs --",
  description: "Write the tables of docs/ that are made from resources/.",
  examples: ["npm run docs"],
}).action(writeTables);

start(() => program.parseAsync());
