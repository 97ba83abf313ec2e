import * as fs from "node:fs";
import * as path from "node:path";
import { projectFiles } from "../project-files";
import { type Document, parse } from "./markdown";

/** The checkout. */
export const ROOT = path.resolve(__dirname, "../..");

/** Every file of the checkout that git knows or would add, from its folder. */
export const FILES: readonly string[] = projectFiles();

/** The documents that people read: those in the project's folder, and all below docs/. */
export const DOCUMENTS: readonly Document[] = FILES.filter((file) => /^(docs\/.*|[^/]+)\.md$/.test(file)).map((file) =>
  parse(file, fs.readFileSync(path.join(ROOT, file), "utf8")),
);

/** The Japanese twin of an English document. */
export function japaneseOf(file: string): string {
  return file.replace(/\.md$/, ".ja.md");
}

/** Whether a document is the translation of one that is there too. */
export function isTranslation({ file }: Document, documents: readonly Document[] = DOCUMENTS): boolean {
  return documents.some((other) => other.file !== file && japaneseOf(other.file) === file);
}
