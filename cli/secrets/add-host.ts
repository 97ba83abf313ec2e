import { UserError } from "../../common/errors";
import { environmentNamed } from "../../config";
import { confirm } from "../confirm";
import { readDeployedInfraJson } from "../infra-json";
import { findProjectRoot } from "../project-root";
import { runOnHost } from "../ssh";
import { readHostKey } from "./age";
import { commitSops } from "./commit";
import { reencrypt } from "./re-encrypt";
import { readSopsConfig, SOPS_CONFIG, sopsFilePath, writeSopsConfig } from "./sops-config";
import { hasSopsFile } from "./sops-file";

/** Where OpenSSH keeps the key that sops-nix decrypts with (hosts/modules/secrets/sops.nix). */
const HOST_KEY = "/etc/ssh/ssh_host_ed25519_key.pub";

/**
 * `cartographer secrets add-host <environment>`: reads the host's SSH key, has its fingerprint confirmed, and lets the
 * host read the environment's secrets. A host that was built anew takes the place of the one before.
 * @param fingerprint what the fingerprint must be ("SHA256:…"), in place of the question.
 * @throws UserError for whatever is in the way; nothing is written then.
 */
export async function addHost(name: string, fingerprint?: string): Promise<void> {
  const environment = environmentNamed(name);
  const root = findProjectRoot();
  const { instance_id: instance, aws_region: region } = await readDeployedInfraJson(root, environment.name);
  const key = readHostKey(await runOnHost(root, environment, `cat ${HOST_KEY}`));
  const where = `--instance-id ${instance} --region ${region}`;
  const console_ = `aws ec2 get-console-output ${where} --latest --output text | grep SHA256`;
  console.log(
    `${environment.workspace} shows the key ${key.fingerprint}\nThe host printed it at its first boot: ${console_}`,
  );
  if (fingerprint === undefined) await confirm("Is it the same?");
  else if (fingerprint !== key.fingerprint) {
    throw new UserError(
      `The host's key is not ${fingerprint}; nothing was changed. Somebody may be in between.`,
      console_,
    );
  }

  const before = await readSopsConfig(root);
  const config = { ...before, hosts: { ...before.hosts, [environment.name]: key.recipient } };
  if (hasSopsFile(root, environment.name)) await reencrypt(root, environment.name, config);
  else await writeSopsConfig(root, config, Object.keys(config.rules));
  console.log(
    `${environment.workspace} is in ${SOPS_CONFIG} as ${key.recipient}, and can read ` +
      `${sopsFilePath(environment.name)}.`,
  );
  await commitSops(root, environment.name);
}
