import path from "node:path";
import { gitIn } from "../../cli/guard/git";
import { UserError } from "../../common/errors";
import { temporaryFolder, write } from "../cli/project";

const before = process.env.PATH;
afterEach(() => {
  process.env.PATH = before;
});

test("a git that hangs is stopped, with a sentence", () => {
  const [programs, folder] = [temporaryFolder(), temporaryFolder()];
  write(path.join(programs, "git"), "#!/bin/sh\nexec sleep 300\n", 0o755);
  process.env.PATH = `${programs}${path.delimiter}${before}`;
  expect(() => gitIn(folder, 50)(["ls-files", "-z"])).toThrow(
    new UserError("git ls-files did not end within 0.05 s, and was stopped.", `cd ${folder} && git status`),
  );
});
