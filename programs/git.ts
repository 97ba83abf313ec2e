import path from "node:path";
import { invocationFolder } from "./environment";
import { QUESTION } from "./patience";
import { findOnPath, run } from "./run";
import { shellWord } from "./shell-word";

/** Of the form that this project's hook commit-msg takes. */
export type CommitSubject = `${"hosts" | "secrets"}: ${string}`;

/**
 * The git commands that commit files which stand in the working tree, together, to be typed in the operator's folder;
 * none for those that are committed already, git-ignored, or not in a repository.
 */
export async function commitCommands(files: readonly string[], message: CommitSubject): Promise<readonly string[]> {
  const git = findOnPath("git");
  if (!git) return [];
  const untracked: string[] = [];
  const changed: string[] = [];
  for (const file of files) {
    const state = await stateOf(git, file);
    if (state === "" || state === "!!") continue;
    const typed = shellWord(path.relative(invocationFolder(), file));
    changed.push(typed);
    if (state === "??") untracked.push(typed);
  }
  if (changed.length === 0) return [];
  const commit = `git commit -m "${message}" -- ${changed.join(" ")}`;
  // Intent to add is enough for Nix, and without it a flake does not see the file.
  return untracked.length > 0 ? [`git add -N ${untracked.join(" ")}`, commit] : [commit];
}

/** What git's short status says of a file; nothing where it is committed as it stands, or there is no repository. */
async function stateOf(git: string, file: string): Promise<string> {
  const { base: name, dir: folder } = path.parse(file);
  const outcome = await run(git, ["status", "--porcelain", "--ignored", "--", name], { cwd: folder, within: QUESTION });
  return outcome.exitCode === 0 ? outcome.stdout.slice(0, 2) : "";
}
