import * as fs from "node:fs";
import { commandLine, start } from "../../cli/command-line";
import { UserError } from "../../common/errors";
import { shellWord } from "../../programs/shell-word";
import { problemOf, subjectOf } from "./subject";

// Called by .githooks/commit-msg.
const program = commandLine({
  name: "dev/commits/main.ts",
  description: "Refuse the message of a commit whose subject is not of the form that this project's have.",
  examples: ["node -r ./register.js dev/commits/main.ts .git/COMMIT_EDITMSG"],
})
  .argument("<file>", "the message, as git hands it to the hook commit-msg")
  .action(async (file: string) => {
    const subject = subjectOf(fs.readFileSync(file, "utf8"));
    const problem = subject === undefined ? undefined : problemOf(subject);
    if (problem) {
      throw new UserError(
        `Nothing was committed. The subject is "${subject}". ${problem}`,
        `git commit -e -F ${shellWord(file)}   # an area, what changes, as in "docs: say what a tier may start"`,
      );
    }
  });

start(() => program.parseAsync());
