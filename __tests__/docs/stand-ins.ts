import * as fs from "node:fs";
import * as path from "node:path";
import { shellWord } from "../../programs/shell-word";
import { summarise } from "../../rehearsal/report";
import type { Checkout } from "../rehearsal/checkout";
import { Rehearsed } from "../rehearsal/rehearsed";
import { Wrong } from "./arguments";
import { ROOT } from "./documents";
import { OWN } from "./programs";

// Calls as they are made while documents are run: what npm, npx and cdktf would start after a second or more, started
// at once. That they do start it is tested where they are what is tested: rehearsal/cdktf, rehearsal/rehearse,
// cli/launcher.

/**
 * A script of bash's that does what a call does.
 * @throws Wrong for a verb of cdktf that has no stand-in.
 */
export function standIn(words: readonly string[]): string {
  const [program, first = "", second = ""] = words;
  if (program === "cartographer") return quoted([OWN, ...words.slice(1)]);
  if (program === "npx" && first === "cdktf") return cdktf(second, words.slice(3));
  if (program === "npm" && second === "rehearse") return rehearse(words.slice(4));
  if (program === "npm" && second === "synth") return cdktf("synth", []);
  return quoted(words);
}

function quoted(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

/** What cdktf runs Terraform with; the question of a deploy is answered. */
const TERRAFORM: Readonly<Record<string, string>> = {
  diff: "plan -input=false",
  deploy: "apply -input=false -auto-approve",
};

/**
 * A rehearsal's session has begun with the synthesis that cdktf would begin with, so that is made for `synth` alone.
 */
function cdktf(verb: string, stacks: readonly string[]): string {
  if (verb === "synth") return `CDKTF_OUTDIR=cdktf.out sh -c "$(node -p 'require("./cdktf.json").app')"`;
  const command = TERRAFORM[verb];
  if (command === undefined) throw new Wrong(`cdktf ${verb} has no stand-in in __tests__/docs/stand-ins.ts`);
  const run = `terraform init -input=false && terraform ${command}`;
  return stacks.map((stack) => `(cd ${shellWord(`cdktf.out/stacks/${stack}`)} && ${run})`).join(" && ");
}

const REHEARSE = scriptOf("rehearse");

/** The command of a script of package.json. */
function scriptOf(name: string): string {
  const text = fs.readFileSync(path.join(ROOT, "package.json"), "utf8");
  const { scripts } = JSON.parse(text) as { readonly scripts: Readonly<Record<string, string>> }; // npm's own form
  return scripts[name] ?? "false";
}

/** `npm run rehearse -- ARGS`. */
function rehearse(args: readonly string[]): string {
  if (args.length === 0) return REHEARSED;
  const script = `${REHEARSE} ${quoted(args)}`;
  if (args.join() === "--keep") return kept(script);
  const ends = args.indexOf("--");
  if (args[0] !== "exec" || ends < 0) return script;
  return `${REHEARSE} ${quoted([...args.slice(0, ends + 1), "bash", "-c", standIn(args.slice(ends + 1))])}`;
}

/** The checkout's files as one word: what git would commit of them. */
const FILES =
  "$(cp .git/index .git/as-it-is && export GIT_INDEX_FILE=.git/as-it-is && git add --all && git write-tree)";

/** Keeps, by the checkout's files, what a rehearsal leaves and what it says. */
function kept(script: string): string {
  return `set -o pipefail; left=.git/rehearsed-${FILES}
    ${script} | tee "$left.txt" && rm -rf "$left" && cp -Rp .rehearsal "$left"`;
}

/** A rehearsal from nothing. Where one of the same files was before, that is put back: it takes six seconds to make. */
export const REHEARSED = `left=.git/rehearsed-${FILES}
  if [ -e "$left" ]; then rm -rf .rehearsal && cp -Rp "$left" .rehearsal && cat "$left.txt"
  else ${kept(REHEARSE)}; fi`;

/** A checkout with a rehearsal of its files kept, which is made once for all tests: REHEARSED puts it back. */
export function rehearsedCheckout(): Checkout {
  const checkout = new Rehearsed();
  checkout.write(".git/said.txt", `${summarise(checkout.report)}\n`);
  const { code, text } = checkout.run("bash", ["-ec", kept("cat .git/said.txt")]);
  if (code !== 0) throw new Error(text);
  return checkout;
}
