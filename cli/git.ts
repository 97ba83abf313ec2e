import path from "node:path";
import { invocationFolder } from "./environment";
import { findOnPath, run } from "./run";
import { shellWord } from "./shell-word";

/**
 * The git commands that commit a file which stands in the working tree, to be typed in the operator's folder; none when
 * it is committed already, git-ignored, or not in a repository.
 */
export async function commitCommands(file: string, message: string): Promise<readonly string[]> {
  const git = findOnPath("git");
  if (!git) return [];
  const { base: name, dir: folder } = path.parse(file);
  const outcome = await run(git, ["status", "--porcelain", "--ignored", "--", name], { cwd: folder });
  const state = outcome.exitCode === 0 ? outcome.stdout.slice(0, 2) : "";
  if (state === "" || state === "!!") return [];
  const typed = shellWord(path.relative(invocationFolder(), file));
  const commit = `git commit -m "${message}" -- ${typed}`;
  // Intent to add is enough for Nix, and without it a flake does not see the file.
  return state === "??" ? [`git add -N ${typed}`, commit] : [commit];
}
