import * as fs from "node:fs";
import { run } from "../../programs/run";
import { findTerraform, type Terraform } from "../../programs/terraform";
import { rehearsalEnvironment } from "../../rehearsal/environment";
import { layoutOf } from "../../rehearsal/layout";
import type { PlannedChanges } from "../../rehearsal/plan-json";
import { type RehearsalReport, rehearseStacks } from "../../rehearsal/rehearse";
import { withSession } from "../../rehearsal/session";
import type { StackReport } from "../../rehearsal/stack-rehearsal";
import { stackFolder } from "../../stacks/stack-folder";
import { SAMPLES } from "../programs/shell-samples";
import { madeOnce } from "../tiers/made-once";
import { Checkout, type Ended, endedWith } from "./checkout";

/**
 * A checkout in which everything was rehearsed just now, by `npm run rehearse`: once a run, and copied. What happens in
 * it happens in this process, as `npm run rehearse` does it, but for the stacks that a test has nothing to say of.
 */
export class Rehearsed extends Checkout {
  readonly layout = layoutOf(this.folder);

  constructor() {
    super(madeOnce("rehearsed", rehearseOnce));
  }

  /** What `npm run rehearse -- --json` printed. */
  get report(): RehearsalReport {
    return JSON.parse(this.read(REPORT)) as RehearsalReport; // our own report
  }

  /**
   * Applies a stack of the changed code to what stands, as `npm run rehearse -- --keep` does.
   * @throws Error when anything that a rehearsal demands does not hold: an empty second plan, no leaks, the hive.
   */
  async changesOf(stack: string): Promise<PlannedChanges> {
    // One for each that was asked for.
    const [{ changes }] = (await this.rehearseStacks([stack])).stacks as [StackReport];
    return changes;
  }

  /**
   * The same of some of the stacks.
   * @param options whether they are applied to nothing instead.
   */
  async rehearseStacks(
    stacks: readonly string[],
    options = { fresh: false },
  ): Promise<Omit<RehearsalReport, "seconds">> {
    terraform ??= findTerraform(rehearsalEnvironment(this.layout));
    const found = await terraform;
    return withSession(this.layout, options, (session) => rehearseStacks(session, found, stacks, () => {}));
  }

  /** Shell commands in a stack's folder, as `npm run rehearse -- exec --stack STACK -- sh -ec SCRIPT` runs them. */
  shell(stack: string, script: string): Promise<Ended> {
    return withSession(this.layout, { fresh: false }, async ({ env, layout }) =>
      endedWith(await run("sh", ["-ec", script], { cwd: stackFolder(layout.output, stack), env })),
    );
  }

  /** `cartographer ARGS` in the rehearsed project, for verbs that need no Terraform. */
  cartographer(...args: readonly string[]): Ended {
    const script = [this.path("cli/cartographer.js"), ...args];
    return this.run("node", script, rehearsalEnvironment(this.layout), this.layout.project);
  }
}

/** Asked once a file: it is the same for all. */
let terraform: Promise<Terraform> | undefined;

const REPORT = ".git/rehearsal.json";

function rehearseOnce(folder: string): void {
  const checkout = new Checkout();
  // What is refused elsewhere is taken out in a rehearsal.
  const shell = Object.fromEntries(SAMPLES.refuse.map((name) => [name, "-destroy"]));
  const { code, stdout, text } = checkout.run("npm", ["run", "-s", "rehearse", "--", "--json"], shell);
  if (code !== 0) throw new Error(text);
  fs.writeFileSync(checkout.path(REPORT), stdout);
  fs.renameSync(checkout.folder, folder);
  checkout.remove();
}
