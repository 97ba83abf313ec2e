import * as fs from "node:fs";
import * as path from "node:path";
import { commandLine, start } from "../../cli/command-line";
import { describeScripts, type Package } from "./scripts";

const program = commandLine({
  name: "npm run help --",
  description: "List the scripts of package.json, a line each.",
  examples: ["npm run help"],
}).action(() => {
  const file = path.resolve(__dirname, "../../package.json");
  console.log(describeScripts(JSON.parse(fs.readFileSync(file, "utf8")) as Package)); // a test holds it to that
});

start(() => program.parseAsync());
