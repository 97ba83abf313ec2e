/** What is read here of package.json: the scripts, and a line for each. */
export interface Package {
  readonly scripts: Readonly<Record<string, string>>;
  readonly "scripts-info": Readonly<Record<string, string>>;
}

/** Every script with what it is for, as a terminal shows it. */
export function describeScripts({ scripts, "scripts-info": info }: Package): string {
  const width = Math.max(...Object.keys(scripts).map((name) => name.length));
  const lines = Object.keys(scripts).map((name) => `  npm run ${name.padEnd(width)}  ${info[name] ?? ""}`);
  return [...lines, "", "What a script takes itself stands behind a --, for example: npm run rehearse -- --help"].join(
    "\n",
  );
}
