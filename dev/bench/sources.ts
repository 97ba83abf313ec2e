import * as fs from "node:fs";
import * as path from "node:path";
import { preProcessFile } from "typescript";

/**
 * The files that a program of TypeScript consists of: itself, and whatever it imports from its own project, directly or
 * through others. Sorted paths, relative to `root`.
 */
export function sourcesOf(root: string, program: string): readonly string[] {
  const found = new Set<string>();
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const imported of importsOf(root, file)) add(imported);
  };
  add(program);
  return [...found].sort();
}

/**
 * The files of its own project that a file imports or requires, in paths relative to `root`.
 * @throws Error when one of them is not there.
 */
export function importsOf(root: string, file: string): readonly string[] {
  if (file.endsWith(".json")) return [];
  const { importedFiles } = preProcessFile(fs.readFileSync(path.join(root, file), "utf8"), true, true);
  const own = importedFiles.filter(({ fileName }) => fileName.startsWith("."));
  return own.map(({ fileName }) => fileOf(root, path.join(path.dirname(file), fileName)));
}

/** As node resolves it: a file, or the index of a folder. */
function fileOf(root: string, module: string): string {
  const names = [
    ...(/\.(ts|js|json)$/.test(module) ? [module] : []),
    `${module}.ts`,
    `${module}.js`,
    path.join(module, "index.ts"),
  ];
  const file = names.find((each) => fs.existsSync(path.join(root, each)));
  if (file === undefined) throw new Error(`${module} is imported and is no file of ${root}`);
  return file;
}
