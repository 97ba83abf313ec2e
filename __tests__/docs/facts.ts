import { keptOnce } from "../tiers/made-once";

/** What commands can name: taken from where it is defined, never from the documents. */
export interface Facts {
  readonly environments: readonly string[];
  readonly stacks: readonly string[];
  /** Hosts and their tags, as `colmena --on` takes them. */
  readonly nodes: readonly string[];
  /** systemd's units on a host. */
  readonly units: readonly string[];
  /** The scripts of package.json. */
  readonly scripts: readonly string[];
  /** Programs that npx finds. */
  readonly binaries: readonly string[];
  /** Inputs of the flake. */
  readonly inputs: readonly string[];
  /** Addresses of resources in any stack, without index. */
  readonly addresses: readonly string[];
}

/** The facts. They take a second to make, and are made once a run. */
export function collectFacts(): Promise<Facts> {
  return keptOnce("facts.json", async () => (await import("./make-facts")).makeFacts());
}
