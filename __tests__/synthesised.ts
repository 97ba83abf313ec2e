import * as os from "node:os";
import * as path from "node:path";
import { type App, Testing } from "cdktf";
import { type Environment, environmentNamed, environments, type Project, project } from "../config";
import type { OriginRequests } from "../contract/origin-slots";
import { Infra } from "../stacks/infra";
import { TfcBootstrap } from "../stacks/tfc-bootstrap";
import { MADE_ONCE } from "./tiers/made-once";

/** A synthesised stack, as far as tests look into it. */
export interface Synthesised {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly variable: Readonly<Record<string, Block>>;
  readonly output: Readonly<Record<string, Block>>;
  readonly provider: Readonly<Record<string, readonly Block[]>>;
  readonly locals?: Block;
}

// Attributes are looked at one by one with matchers, which take anything.
export type Block = Readonly<Record<string, unknown>>;

/** A CSR in a test's stack: stacks take it as text, already verified. */
export const CSR = "-----BEGIN CERTIFICATE REQUEST-----\nfor tests\n-----END CERTIFICATE REQUEST-----\n";

/** The requests of an environment that rotates nothing. */
export const ORIGIN: OriginRequests = { inUse: "origin", csrs: { origin: CSR } };

/** An app for a test. By itself each would make a temporary folder, in which nothing is ever written. */
export function testingApp(): App {
  return Testing.app({ outdir: path.join(os.tmpdir(), MADE_ONCE, "cdktf.out") });
}

/** The infrastructure stack of an environment, changed by `changes`, in a project changed by `shared`. */
export function synthInfra(
  name: string,
  changes: Partial<Environment> = {},
  origin: OriginRequests = ORIGIN,
  shared: Partial<Project> = {},
): Synthesised {
  const environment = { ...environmentNamed(name), ...changes };
  const changed = { ...project, ...shared };
  return read(new Infra(testingApp(), `infra-${name}`, { project: changed, environment, origin }));
}

/** The bootstrap stack over all environments of config/environments.ts, in a project changed by `shared`. */
export function synthBootstrap(shared: Partial<Project> = {}): Synthesised {
  return read(new TfcBootstrap(testingApp(), "tfc-bootstrap", { project: { ...project, ...shared }, environments }));
}

/** The statements of a policy that stands as text in a block, by their Sid. */
export function statements(policy: unknown): Readonly<Record<string, Block>> {
  const { Statement } = JSON.parse(String(policy)) as { readonly Statement: readonly Block[] }; // policies of ours
  return Object.fromEntries(Statement.map((statement) => [String(statement.Sid), statement]));
}

/** Every resource of a stack as address and block. */
export function resources(stack: Synthesised): readonly (readonly [string, Block])[] {
  return Object.entries(stack.resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => [`${type}.${name}`, block] as const),
  );
}

function read(stack: Parameters<typeof Testing.synth>[0]): Synthesised {
  return JSON.parse(Testing.synth(stack), withoutMetadata) as Synthesised; // cdktf's own format
}

/** CDKTF's notes to itself, which change with its version. */
function withoutMetadata(key: string, value: unknown): unknown {
  return key === "//" ? undefined : value;
}
