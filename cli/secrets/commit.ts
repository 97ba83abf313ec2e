import path from "node:path";
import { commitCommands } from "../../programs/git";
import { SOPS_CONFIG, sopsFilePath } from "./sops-config";

/** Prints the git commands that share what changed of an environment's encrypted secrets. */
export async function commitSops(root: string, environment: string): Promise<void> {
  const files = [sopsFilePath(environment), SOPS_CONFIG].map((file) => path.join(root, file));
  for (const command of await commitCommands(files, `secrets: those of ${environment}`))
    console.log(`  next: ${command}`);
}
