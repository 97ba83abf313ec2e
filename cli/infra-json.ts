import path from "node:path";
import { UserError } from "../common/errors";
import { readIfThere } from "../common/files";
import { type InfraMetadata, infraJsonPath, isOfRehearsal, parseInfraJson } from "../contract";

/**
 * The contract of an environment as it stands in the working tree.
 * @throws UserError when it is missing or does not hold.
 */
export async function readInfraJson(root: string, environment: string): Promise<InfraMetadata> {
  const file = infraJsonPath(environment);
  const text = await readIfThere(path.join(root, file));
  const next = `./cartographer sync ${environment}`;
  if (text === undefined) throw new UserError(`${file} does not exist.`, next);
  try {
    return parseInfraJson(text, environment, file);
  } catch (error) {
    throw error instanceof UserError ? new UserError(error.message, next) : error;
  }
}

/**
 * The same, of something that is really there.
 * @throws UserError also for a file that a rehearsal wrote.
 */
export async function readDeployedInfraJson(root: string, environment: string): Promise<InfraMetadata> {
  const metadata = await readInfraJson(root, environment);
  if (!isOfRehearsal(metadata)) return metadata;
  throw new UserError(
    `${infraJsonPath(environment)} is that of a rehearsal: there is no such host.`,
    `npm run deploy -- ${environment}, or if it is deployed already: ./cartographer sync ${environment}`,
  );
}
