import { generateKeyPairSync, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { writeAtomically } from "../common/files";
import { type Environment, project, TFC_BOOTSTRAP } from "../config";
import { createOriginKeyAndCsr, originHostnames } from "../constructs/origin-csr";
import { type OriginSlot, originCsrPath, originKeyPath } from "../contract/origin-slots";
import { readSlotInUse } from "../stacks/origin-requests";

/** What a rehearsal gives Terraform in place of an admin's values: made on the spot, worth nothing anywhere. */
interface Inputs {
  readonly cloudflare_api_token: string;
  readonly cloudflare_zone_id: string;
  readonly ssh_public_key: string;
  readonly team_members: readonly string[];
}

/** The variables that the workspaces would give an infrastructure stack. */
export type StackInputs = Omit<Inputs, "team_members">;

/**
 * Makes the inputs of a rehearsed project where they are not there yet: the admin's tfvars, and for each environment an
 * origin key and its request.
 * @returns the variables for the infrastructure stacks.
 */
export async function makeInputs(root: string, environments: readonly Environment[]): Promise<StackInputs> {
  for (const { name } of environments) {
    const slot = readSlotInUse(root, name);
    if (!fs.existsSync(path.join(root, originCsrPath(name, slot)))) await makeOriginKey(root, name, slot);
  }
  const tfvars = path.join(root, `secrets/${TFC_BOOTSTRAP}.tfvars`);
  // A copy as JSON, which is also Terraform's own syntax for lists and strings, a line each.
  const kept = path.join(root, "secrets/inputs.json");
  if (!fs.existsSync(kept)) {
    const inputs = makeValues();
    await writeAtomically(tfvars, hcl(inputs), { mode: 0o600 });
    await writeAtomically(kept, JSON.stringify(inputs), { mode: 0o600 });
  }
  const { team_members: _, ...stack } = JSON.parse(fs.readFileSync(kept, "utf8")) as Inputs; // written just above
  return stack;
}

async function makeOriginKey(root: string, environment: string, slot: OriginSlot): Promise<void> {
  const { privateKeyPem, csrPem } = await createOriginKeyAndCsr(originHostnames(project.zone));
  await writeAtomically(path.join(root, originKeyPath(environment, slot)), privateKeyPem, { mode: 0o600 });
  await writeAtomically(path.join(root, originCsrPath(environment, slot)), csrPem);
}

function makeValues(): Inputs {
  return {
    cloudflare_api_token: randomBytes(20).toString("hex"),
    cloudflare_zone_id: randomBytes(16).toString("hex"),
    ssh_public_key: `ssh-ed25519 ${sshPublicKey()} rehearsal`,
    team_members: ["first@example.com", "second@example.com"],
  };
}

/** A fresh public key in OpenSSH's encoding (RFC 8709): length and name, length and the 32 bytes of the key. */
function sshPublicKey(): string {
  const { x = "" } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  return Buffer.concat([field(Buffer.from("ssh-ed25519")), field(Buffer.from(x, "base64url"))]).toString("base64");
}

function hcl(inputs: Inputs): string {
  const lines = Object.entries(inputs).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return `${lines.join("\n")}\n`;
}
