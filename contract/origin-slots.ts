/**
 * The two places of an environment for an origin key, its request and its certificate. One is in use; a rotation fills
 * the other beside it, hosts switch over, and only then the first is emptied: that revokes its certificate. Then they
 * have changed places, and the next rotation goes the other way.
 */
export const ORIGIN_SLOTS = ["origin", "origin-next"] as const;

export type OriginSlot = (typeof ORIGIN_SLOTS)[number];

/** The certificate requests of an environment, and the slot whose certificate its hosts show. */
export interface OriginRequests {
  readonly inUse: OriginSlot;
  /** PEM, verified. The slot in use has none until somebody made one. */
  readonly csrs: Readonly<Partial<Record<OriginSlot, string>>>;
}

/** The slot that is not this one. */
export function otherSlot(slot: OriginSlot): OriginSlot {
  return slot === "origin" ? "origin-next" : "origin";
}

/** The committed request for a slot's certificate, relative to the project. */
export function originCsrPath(environment: string, slot: OriginSlot = "origin"): string {
  return `secrets/${environment}/${slot}.csr`;
}

/** The private key that belongs to it, never committed, relative to the project. */
export function originKeyPath(environment: string, slot: OriginSlot = "origin"): string {
  return `secrets/${environment}/${slot}-key.pem`;
}

/** The committed file that names the slot in use, relative to the project; without it that is the first slot. */
export function originSlotPath(environment: string): string {
  return `secrets/${environment}/origin-slot`;
}
