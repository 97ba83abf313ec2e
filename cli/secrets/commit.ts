import path from "node:path";
import { commitCommands } from "../git";
import { SOPS_CONFIG, sopsFilePath } from "./sops-config";

/** Prints the git commands that share what changed of an environment's encrypted secrets. */
export async function commitSops(root: string, environment: string): Promise<void> {
  for (const file of [SOPS_CONFIG, sopsFilePath(environment)]) {
    const commands = await commitCommands(path.join(root, file), `Secrets of ${environment}`);
    for (const command of commands) console.log(`  next: ${command}`);
  }
}
