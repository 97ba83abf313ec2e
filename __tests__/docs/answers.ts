import * as fs from "node:fs";
import * as path from "node:path";
import { OWN } from "./programs";

/** Where a block is run: what its mark says. */
export type Stage = "rehearsal" | "checkout" | "stub";

/** Programs that a stub stands in front of, by stage. */
export const STUBBED: Readonly<Record<Stage, readonly string[]>> = {
  // What a person does at these places is done by standIn.
  rehearsal: ["cartographer", "cp", "npm", "npx"],
  checkout: ["cartographer", "git", "npm", "npx"],
  stub: [
    ..."age age-keygen aws cartographer colmena curl git journalctl nix npm npx scp sops".split(" "),
    ..."ssh ssh-keygen ssh-keyscan ssh-to-age systemctl terraform".split(" "),
  ],
};

/** Scripts that run on this machine, touch nothing real, and are not what runs the documents in the first place. */
const LOCAL_SCRIPTS = ["rehearse", "synth"];
const REMOTE_GIT = ["clone", "fetch", "pull", "push"];

/** Whether the real program gets a call too. */
export const HANDED_ON: Readonly<Record<Stage, (words: readonly string[]) => boolean>> = {
  rehearsal: ([program, verb]) => !(program === "npm" && verb !== "run"),
  checkout: ([program, verb = "", script = ""]) => {
    if (program === "npm") return verb === "run" && LOCAL_SCRIPTS.includes(script);
    if (program === "npx") return verb === "cdktf" && ["list", "synth"].includes(script);
    return isLocalGit(program, verb);
  },
  stub: ([program, verb = ""]) => isLocalGit(program, verb),
};

function isLocalGit(program: string | undefined, verb: string): boolean {
  return program === "git" && !REMOTE_GIT.includes(verb);
}

/** What stubs print, by the beginning of the call. */
const ANSWERS: Readonly<Record<string, string>> = {
  "aws sts get-caller-identity": "123456789012",
  "aws backup list-recovery-points-by-backup-vault": "arn:aws:backup:newest",
  "aws backup start-restore-job": "job-1",
  "aws backup describe-restore-job": "COMPLETED",
};

/** What a stub prints for a call; undefined for nothing. */
export function answerTo(words: readonly string[]): string | undefined {
  const call = words.join(" ");
  return Object.entries(ANSWERS).find(([beginning]) => call.startsWith(beginning))?.[1];
}

/**
 * The call as it is made in a rehearsal, where nobody sits at the terminal: the question of a deploy is answered, the
 * admin's values are the rehearsal's own, and so far there is no origin key.
 */
export function standIn(stage: Stage, words: readonly string[]): readonly string[] {
  if (stage !== "rehearsal") return words;
  const [program, first, second = ""] = words;
  if (program === "cp" && /^secrets\/.*\.tfvars$/.test(words.at(-1) ?? "")) return ["test", "-e", words.at(-2) ?? ""];
  if (program === "npx" && first === "cdktf" && /^(?:deploy|destroy)$/.test(second))
    return [...words, "--auto-approve"];
  if (program === "npm" && second === "deploy") return approved(words, 4);
  if (program !== "cartographer") return words;
  if (first === "origin-key") forgetOriginKey(second);
  const own = [OWN, ...words.slice(1)];
  return first === "deploy" ? approved(own) : own;
}

/** A deploy of ours with the answer to cdktf's question, behind the `--` that the verb wants before it. */
function approved(words: readonly string[], from = 0): readonly string[] {
  return words.includes("--", from) ? [...words, "--auto-approve"] : [...words, "--", "--auto-approve"];
}

function forgetOriginKey(environment: string): void {
  const folder = path.join("secrets", environment);
  if (!fs.existsSync("secrets/inputs.json")) throw new Error("only a rehearsal's key may be thrown away");
  for (const file of fs.readdirSync(folder)) if (file.startsWith("origin")) fs.rmSync(path.join(folder, file));
}
