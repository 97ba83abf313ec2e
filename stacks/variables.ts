import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

// The variables that two stacks share: the bootstrap stack is given them by an admin and hands them to the workspaces,
// from which the infrastructure stacks get them. Conditions are Terraform's own language: they are checked where the
// value is.

/** What to do about a refused value: the end of every message. */
const MEND =
  "Admins set it in secrets/tfc-bootstrap.tfvars (cp secrets/tfc-bootstrap.tfvars.example " +
  "secrets/tfc-bootstrap.tfvars), then: npx cdktf deploy tfc-bootstrap.";

/** The API token with which Terraform changes the zone. Secret: no default. */
export function cloudflareApiToken(scope: Construct): TerraformVariable {
  const variable = new TerraformVariable(scope, "cloudflare_api_token", {
    type: "string",
    nullable: false,
    sensitive: true,
    description:
      "Cloudflare API token, limited to the zone: Zone:Read, DNS:Edit, SSL and Certificates:Edit, Zone Settings:Edit.",
  });
  variable.addValidation({
    condition: '${can(regex("^[A-Za-z0-9_-]{40,}$", var.cloudflare_api_token))}',
    errorMessage:
      `cloudflare_api_token must be an API token: 40 or more of A-Z, a-z, 0-9, _ and - ` +
      `(dash.cloudflare.com/profile/api-tokens). ${MEND}`,
  });
  return variable;
}

/** The id of the zone that holds the environments' names. */
export function cloudflareZoneId(scope: Construct): TerraformVariable {
  const variable = new TerraformVariable(scope, "cloudflare_zone_id", {
    type: "string",
    nullable: false,
    description: "Id of the zone at Cloudflare: 32 hexadecimal digits, on the overview page of the zone.",
  });
  variable.addValidation({
    condition: '${can(regex("^[0-9a-f]{32}$", var.cloudflare_zone_id))}',
    errorMessage: `cloudflare_zone_id must be 32 hexadecimal digits (the overview page of the zone shows it). ${MEND}`,
  });
  return variable;
}

/** The public key that a fresh host lets in. */
export function sshPublicKey(scope: Construct): TerraformVariable {
  const variable = new TerraformVariable(scope, "ssh_public_key", {
    type: "string",
    nullable: false,
    description: "SSH public key (one line, ssh-ed25519 or ssh-rsa) that a fresh host lets in as root.",
  });
  variable.addValidation({
    // AWS imports RSA and ED25519 keys alone.
    condition: '${can(regex("^(ssh-ed25519|ssh-rsa) [A-Za-z0-9+/]+=* ?[^\\n]*$", var.ssh_public_key))}',
    errorMessage:
      `ssh_public_key must be one line of an ssh-ed25519 or ssh-rsa PUBLIC key, as in ` +
      `~/.ssh/id_ed25519.pub. ${MEND}`,
  });
  return variable;
}

/** Whether Terraform writes hosts/infra-cartographer-<env>.json itself. */
export function emitInfraJson(scope: Construct): TerraformVariable {
  return new TerraformVariable(scope, "emit_infra_json", {
    type: "bool",
    nullable: false,
    default: true,
    description:
      "Whether Terraform writes hosts/infra-cartographer-<env>.json itself: true where it runs beside the " +
      "checkout; the workspaces say false.",
  });
}

/** Who belongs to the organization at Terraform Cloud. */
export function teamMembers(scope: Construct): TerraformVariable {
  const variable = new TerraformVariable(scope, "team_members", {
    type: "list(string)",
    nullable: false,
    default: [],
    description:
      "E-mail addresses of the people in the organization. Adding one sends an invitation. TAKING ONE OFF EVICTS " +
      "THAT PERSON FROM THE ORGANIZATION at the next apply (the plan says: " +
      'tfe_organization_membership.members["..."] will be destroyed). Never list the owner of the token that ' +
      "Terraform uses.",
  });
  variable.addValidation({
    condition:
      '${alltrue([for email in var.team_members : can(regex("^[^@[:space:]]+@[^@[:space:]]+\\\\.[^@[:space:]]+$", ' +
      "email))])}",
    errorMessage: 'team_members must be e-mail addresses, for example ["hanako@example.com"].',
  });
  variable.addValidation({
    condition: "${length(distinct([for email in var.team_members : lower(email)])) == length(var.team_members)}",
    errorMessage: `team_members names somebody twice (upper and lower case are the same address). ${MEND}`,
  });
  return variable;
}
