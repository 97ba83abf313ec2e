import path from "node:path";
import { UserError } from "../common/errors";
import { readIfThere, writeAtomically } from "../common/files";
import { type Environment, environments } from "../config";
import { type InfraMetadata, infraJsonPath, parseInfraJson } from "../contract";
import { commitCommands } from "../programs/git";

/** How ssh, and Colmena through it, reaches the hosts; relative to the project. */
export const SSH_CONFIG = "hosts/ssh_config";

/**
 * Brings {@link SSH_CONFIG} up to date with config/ and the infra JSONs that stand in the working tree.
 * @returns what became of it, and the git commands to run next.
 * @throws UserError with `check`, which writes nothing, when it is not up to date.
 */
export async function syncSshConfig(root: string, check: boolean): Promise<readonly string[]> {
  const file = path.join(root, SSH_CONFIG);
  const contents = sshConfig((await Promise.all(environments.map((one) => readHost(root, one)))).flat());
  if ((await readIfThere(file)) === contents) return [`${SSH_CONFIG} is up to date.`];
  if (check) throw new UserError(`${SSH_CONFIG} is not up to date.`, `./cartographer sync ${environments[0]?.name}`);
  await writeAtomically(file, contents);
  const commands = await commitCommands([file], "hosts: how they are reached");
  return [`${SSH_CONFIG} written.`, ...commands.map((command) => `  next: ${command}`)];
}

/** An environment and what Terraform says of it. */
interface Host {
  readonly environment: Environment;
  readonly metadata: InfraMetadata;
}

/** The text of the configuration: a block a host, then whatever else the user's own configuration says. */
export function sshConfig(hosts: readonly Host[]): string {
  return [
    "# Written by `cartographer sync` from config/ and the infra JSONs. Colmena uses it: deployment.sshOptions in " +
      "hosts/default.nix.",
    ...hosts.map(hostBlock),
    "# -F leaves the user's own configuration out: keys and agents are there.\nMatch all\n  Include ~/.ssh/config\n",
  ].join("\n\n");
}

function hostBlock({ environment, metadata }: Host): string {
  const { workspace, ssh } = environment;
  const { instance_public_ip: address, instance_id: instance, aws_region: region } = metadata;
  const session =
    `aws ssm start-session --target ${instance} --document-name AWS-StartSSHSession --parameters ` +
    `portNumber=%p --region ${region}`;
  return [
    // Colmena asks for the address; people type the name.
    `Host ${workspace} ${address}`,
    `  HostName ${address}`,
    "  User root",
    // The key of the host is remembered by its name, since its address may be another's tomorrow.
    `  HostKeyAlias ${workspace}`,
    ...(ssh === "ssm" ? [`  ProxyCommand ${session}`] : []),
  ].join("\n");
}

/** A host whose JSON is there and whole: what is wrong with another's is said by its own `sync`. */
async function readHost(root: string, environment: Environment): Promise<readonly Host[]> {
  const name = infraJsonPath(environment.name);
  const text = await readIfThere(path.join(root, name));
  try {
    return [{ environment, metadata: parseInfraJson(text ?? "", environment.name, name) }];
  } catch {
    return [];
  }
}
