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
    if (file.endsWith(".json")) return;
    for (const { fileName } of preProcessFile(fs.readFileSync(path.join(root, file), "utf8")).importedFiles) {
      if (fileName.startsWith(".")) add(fileOf(root, path.join(path.dirname(file), fileName)));
    }
  };
  add(program);
  return [...found].sort();
}

/** As node resolves it: a file, or the index of a folder. */
function fileOf(root: string, module: string): string {
  const names = [
    ...(/\.js(on)?$/.test(module) ? [module] : []),
    `${module}.ts`,
    `${module}.js`,
    path.join(module, "index.ts"),
  ];
  const file = names.find((each) => fs.existsSync(path.join(root, each)));
  if (file === undefined) throw new Error(`${module} is imported and is no file of ${root}`);
  return file;
}
