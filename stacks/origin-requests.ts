import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../common/errors";
import { originHostnames, verifyOriginCsr } from "../constructs/origin-csr";
import {
  ORIGIN_SLOTS,
  type OriginRequests,
  type OriginSlot,
  originCsrPath,
  originSlotPath,
} from "../contract/origin-slots";

/**
 * Reads and verifies the committed certificate requests of an environment.
 * @param root the project's folder.
 * @param zone the zone at Cloudflare that they must be for.
 * @throws UserError for a request that does not hold, or a slot that does not exist.
 */
export async function readOriginRequests(root: string, environment: string, zone: string): Promise<OriginRequests> {
  const csrs: Partial<Record<OriginSlot, string>> = {};
  for (const slot of ORIGIN_SLOTS) {
    const file = originCsrPath(environment, slot);
    const csr = readIfThere(path.join(root, file));
    if (csr === undefined) continue;
    await verifyOriginCsr(csr, originHostnames(zone), file);
    csrs[slot] = csr;
  }
  return { inUse: readSlotInUse(root, environment), csrs };
}

/**
 * The slot whose certificate an environment's hosts show.
 * @throws UserError when the file that names it names none.
 */
export function readSlotInUse(root: string, environment: string): OriginSlot {
  const file = originSlotPath(environment);
  const named = readIfThere(path.join(root, file))?.trim() ?? ORIGIN_SLOTS[0];
  const slot = ORIGIN_SLOTS.find((one) => one === named);
  if (slot) return slot;
  throw new UserError(`${file} must hold one word, ${ORIGIN_SLOTS.join(" or ")}.`, `git checkout -- ${file}`);
}

function readIfThere(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}
