// Stands in front of a program while documents are run: `node -r register.js stub.ts PROGRAM ARGUMENT…`. What the program
// would not take ends with 1 and a sentence; the rest is noted, and answered or handed on, as the block's mark says.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { answerTo, HANDED_ON, type Stage, standIn } from "./answers";
import type { Facts } from "./facts";
import { problemOf } from "./programs";

/** What the runner tells the stubs, in a file. */
export interface Setting {
  readonly stage: Stage;
  readonly facts: Facts;
  /** Where the stubs are: not to be found again by the real program's name. */
  readonly stubs: string;
  /** Where calls are noted, a line each. */
  readonly calls: string;
}

async function main(setting: Setting, words: readonly string[]): Promise<number> {
  const problem = await problemOf({ line: 0, variables: {}, words }, setting.facts);
  if (problem !== undefined) {
    console.error(`${words.join(" ")}: ${problem}`);
    return 1;
  }
  fs.appendFileSync(setting.calls, `${words.join(" ")}\n`);
  if (!HANDED_ON[setting.stage](words)) {
    const answer = answerTo(words);
    if (answer !== undefined) console.log(answer);
    return 0;
  }
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== setting.stubs);
  const [program = "", ...args] = standIn(setting.stage, words);
  const env = { ...process.env, PATH: folders.join(path.delimiter) };
  return spawnSync(program, args, { stdio: "inherit", env }).status ?? 1;
}

const setting = JSON.parse(fs.readFileSync(process.env.DOCS_SETTING ?? "", "utf8")) as Setting; // the runner's own
main(setting, process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
