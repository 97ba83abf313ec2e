import { isDeepStrictEqual } from "node:util";
import { environmentNamed, project } from "../../config";
import { ORIGIN_SLOTS } from "../../contract/origin-slots";
import { readOriginRequests } from "../../stacks/origin-requests";
import { readDeployedInfraJson } from "../infra-json";
import { findProjectRoot } from "../project-root";
import { sshArguments } from "../ssh";
import { documentProblems } from "./check";
import { concealed, type SecretDocument } from "./document";
import { parseEnvFile } from "./env-file";
import { readLocalFiles, readLocalOriginKeys } from "./local-files";
import { refuseProblems } from "./problems";
import { readSecret, writeSecret } from "./secrets-manager";

/**
 * `cartographer secrets push <environment>`: makes the variables of the environment's file, or of standard input, and
 * the origin keys the value of its secret at AWS. A key that is not here stays as it is there; one whose request is
 * gone goes.
 * @param input variables from standard input in place of the file.
 * @throws UserError for whatever is in the way; the secret is as before then.
 */
export async function pushSecrets(name: string, input?: string): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  const metadata = await readDeployedInfraJson(root, environment.name);
  const given =
    input === undefined
      ? await readLocalFiles(root, environment.name)
      : concealed({
          environment: parseEnvFile(input, "standard input"),
          originKeys: await readLocalOriginKeys(root, environment.name),
        });
  const before = await readSecret(metadata);
  const { csrs } = await readOriginRequests(root, environment.name, project.zone);
  const keys = { ...before?.originKeys, ...given.originKeys };
  const originKeys = Object.fromEntries(
    ORIGIN_SLOTS.flatMap((slot) => (csrs[slot] && keys[slot] ? [[slot, keys[slot]]] : [])),
  );
  const secrets: SecretDocument = { environment: given.environment, originKeys };

  const problems = await documentProblems(root, environment.name, "secrets-manager", secrets);
  refuseProblems(problems, `Nothing was pushed: the secrets of ${environment.name} are not in order`);
  if (isDeepStrictEqual(before, secrets)) {
    console.log(`${metadata.secret_name} has these values already.`);
    return;
  }
  await writeSecret(metadata, secrets);
  console.log(
    [
      `${metadata.secret_name} has new values: ${Object.keys(secrets.environment).join(", ")}, ` +
        `${Object.keys(originKeys).length} origin key(s).`,
      `  next: ssh ${sshArguments(environment).join(" ")} systemctl restart cartographer.target (where the host ` +
        `uses this backend: what runs keeps the old values)`,
    ].join("\n"),
  );
}
