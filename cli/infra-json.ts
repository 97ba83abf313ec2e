import path from "node:path";
import { type InfraMetadata, infraJsonPath, parseInfraMetadata } from "../contract";
import { UserError } from "../errors";
import { readIfThere } from "./files";

/** The networks set aside for documentation (RFC 5737), from which a rehearsal's addresses are: as in hosts/contract.nix. */
const DOCUMENTATION = /^(192\.0\.2|198\.51\.100|203\.0\.113)\./;

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
    return parseInfraMetadata(JSON.parse(text), environment, file);
  } catch (error) {
    // A parser's message would quote the file, and what is in a broken file is nobody's guess.
    throw new UserError(error instanceof UserError ? error.message : `${file} is no complete JSON.`, next);
  }
}

/** Whether that contract is of a rehearsal, and so of nothing that is really there. */
export function isOfRehearsal(metadata: InfraMetadata): boolean {
  return DOCUMENTATION.test(metadata.instance_public_ip);
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
