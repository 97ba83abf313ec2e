import { standIn } from "./stand-ins";

/** Where a block is run: what its mark says. */
export type Stage = "rehearsal" | "checkout" | "stub";

/** Programs that a stub stands in front of, by stage. */
export const STUBBED: Readonly<Record<Stage, readonly string[]>> = {
  rehearsal: ["cartographer", "npm", "npx"],
  checkout: ["cartographer", "git", "npm", "npx"],
  stub: [
    ..."age age-keygen aws cartographer colmena curl git journalctl nix npm npx scp sops".split(" "),
    ..."ssh ssh-keygen ssh-keyscan ssh-to-age systemctl terraform".split(" "),
  ],
};

/** Scripts that run on this machine, touch nothing real, and are not what runs the documents in the first place. */
const LOCAL_SCRIPTS = ["rehearse", "synth"];
const REMOTE_GIT = ["clone", "fetch", "pull", "push"];

/** Whether a call is made, and not only answered. */
const MADE: Readonly<Record<Stage, (words: readonly string[]) => boolean>> = {
  rehearsal: ([program, verb = ""]) => program !== "npm" || ["run", "prefix"].includes(verb),
  checkout: ([program, verb = "", script = ""]) => {
    if (program === "npm") return verb === "run" && LOCAL_SCRIPTS.includes(script);
    if (program === "npx") return verb === "cdktf" && script === "synth";
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

/**
 * What a stub does with a call that is right, as a script of bash's.
 * @throws Wrong for a call that would have to be made and has no stand-in.
 */
export function answerTo(stage: Stage, words: readonly string[]): string {
  if (MADE[stage](words)) return standIn(words);
  const call = words.join(" ");
  const answer = Object.entries(ANSWERS).find(([beginning]) => call.startsWith(beginning))?.[1];
  return answer === undefined ? "true" : `echo ${answer}`;
}
