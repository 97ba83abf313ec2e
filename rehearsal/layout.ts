import * as path from "node:path";
import { stackFolder } from "../stacks/stack-folder";

/** Where a rehearsal keeps everything: below one ignored folder of the checkout, so that nothing real is in reach. */
export interface Layout {
  /** The checkout. */
  readonly checkout: string;
  /** Locked while a rehearsal runs, which notes its number and its sockets there. */
  readonly lock: string;
  /** An empty configuration of Terraform's CLI: no credentials, no mirrors. */
  readonly cliConfig: string;
  /** The state of the local cloud. */
  readonly cloud: string;
  /** Provider schemas derived from the bindings, by package version. */
  readonly schemas: string;
  /** The rehearsed project: what the checkout is to a real deployment. */
  readonly project: string;
  /** cdktf's output in it. */
  readonly output: string;
  /** The folder with the stacks' folders. */
  readonly stacks: string;
}

/**
 * The layout of the rehearsal of a checkout.
 * @param folder where it keeps everything. @default the checkout's own, .rehearsal
 */
export function layoutOf(checkout: string, folder = path.join(checkout, ".rehearsal")): Layout {
  const below = (name: string) => path.join(folder, name);
  const project = below("project");
  const output = path.join(project, "cdktf.out");
  return {
    checkout,
    lock: below("lock.json"),
    cliConfig: below("terraformrc"),
    cloud: below("cloud.json"),
    schemas: below("schemas"),
    project,
    output,
    stacks: path.dirname(stackFolder(output, "any")),
  };
}
