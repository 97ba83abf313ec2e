import * as fs from "node:fs";
import * as os from "node:os";
import { MADE_ONCE } from "./made-once";

/**
 * Removes the run's temporary folder.
 * @throws Error naming what tests left in it.
 */
export default function tearDown(): void {
  const folder = os.tmpdir();
  const left = fs.readdirSync(folder).filter((name) => name !== "home" && name !== MADE_ONCE);
  fs.rmSync(folder, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`Tests left in the temporary folder: ${left.join(", ")}. Each removes its own.`);
}
