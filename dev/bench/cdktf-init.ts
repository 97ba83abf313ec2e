import * as fs from "node:fs";
import * as path from "node:path";
import { sourcesOf } from "./sources";

/** The compiler options of cdktf init's TypeScript template, as far as they matter to time. */
const CDKTF_INIT_OPTIONS = {
  target: "ES2022",
  module: "CommonJS",
  strict: true,
  lib: ["ES2023"],
  types: ["node"],
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
};

/**
 * The application as `cdktf init` would start it: ts-node, and every provider imported by its root.
 * @param folder where its sources go, which must be there and empty.
 */
export function asCdktfInitWouldHaveIt(checkout: string, folder: string): void {
  for (const source of sourcesOf(checkout, "main.ts")) {
    const file = path.join(folder, source);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, rootImports(fs.readFileSync(path.join(checkout, source), "utf8")));
  }
  fs.symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
  fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: CDKTF_INIT_OPTIONS }));
}

/**
 * `import { Vpc } from "@cdktf/provider-aws/lib/vpc"` becomes `import { vpc } from "@cdktf/provider-aws"` and
 * `vpc.Vpc`.
 */
function rootImports(source: string): string {
  return source.replaceAll(
    /import (type )?\{([^}]+)\} from "(@cdktf\/provider-\w+)\/lib\/([\w-]+)";/g,
    (_all, typeOnly: string | undefined, names: string, provider: string, module: string) => {
      const space = module.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
      const local = `${provider.replaceAll(/\W/g, "_")}_${space}`;
      const bindings = names
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean);
      const lines = bindings.map((binding) => {
        const [name = "", alias = name] = binding.replace(/^type /, "").split(" as ");
        const isType = typeOnly !== undefined || binding.startsWith("type ");
        const type = `type ${alias} = ${local}.${name};`;
        return isType ? type : `const ${alias} = ${local}.${name}; ${type}`;
      });
      return `import { ${space} as ${local} } from "${provider}"; ${lines.join(" ")}`;
    },
  );
}
