import * as fs from "node:fs";

/**
 * Closes the folder with an admin's values and the bootstrap state to everybody else: Terraform writes its state
 * readable for all, and git keeps no folder's permissions. Does nothing while there is no such folder.
 */
export function closeSecretsFolder(folder: string): void {
  const standing = fs.statSync(folder, { throwIfNoEntry: false });
  if (standing?.isDirectory() && (standing.mode & 0o077) !== 0) fs.chmodSync(folder, 0o700);
}
