import { createHash } from "node:crypto";
import type { Attributes, CloudView, DataRule, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { text } from "../../values";
import { tfeId } from "../ids";
import { demand, matches } from "../refuse";
import { organizationOf, UNPROCESSABLE } from "./workspaces";

/** Addresses are the same whatever the case of their letters. */
function isNotInvitedYet(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const address = text(self.email)?.toLowerCase();
  const twin = cloud
    .list("tfe_organization_membership")
    .filter((other) => other.id !== self.id && other.organization === self.organization)
    .find((other) => text(other.email)?.toLowerCase() === address);
  const detail = `${self.email} is a member of ${self.organization} already: ${twin?.id}.`;
  return demand(!twin, { summary: UNPROCESSABLE, detail, attribute: "email" });
}

/**
 * An invitation; taking it away evicts the person.
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/organization-memberships
 */
const organizationMembership: ResourceRule = {
  id: () => tfeId("ou"),
  defaults: { organization: organizationOf },
  computed: { user_id: () => tfeId("user"), username: "" },
  forceNew: ["email", "organization"],
  refuse: [matches("email", /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/, UNPROCESSABLE, "is no e-mail address")],
  conflict: [isNotInvitedYet],
};

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/team-members */
const teamOrganizationMember: ResourceRule = {
  id: (self) => `${self.team_id}/${self.organization_membership_id}`,
  forceNew: ["organization_membership_id", "team_id"],
  references: {
    // Whoever leaves the organization leaves its teams.
    organization_membership_id: { type: "tfe_organization_membership", missing: "resource not found", weak: true },
  },
  unique: [["team_id", "organization_membership_id"]],
  refuse: [matches("team_id", /^team-[A-Za-z0-9]{16}$/, "resource not found", "is no id of a team (team-...)")],
};

/** The free plan has one team. */
function readTeam(config: Attributes, cloud: CloudView): Attributes | Refusal {
  const organization = organizationOf(config, cloud);
  if (config.name !== "owners") {
    const detail = `Could not find team ${organization}/${config.name}; the free plan has the team owners only.`;
    return { summary: "resource not found", detail, attribute: "name" };
  }
  const digest = createHash("sha256").update(String(organization)).digest("hex");
  return { id: `team-${digest.slice(0, 16)}`, sso_team_id: "" };
}

/** A team by its name. */
export const team: DataRule = { read: readTeam };

export const memberRules: ResourceRules = {
  tfe_organization_membership: organizationMembership,
  tfe_team_organization_member: teamOrganizationMember,
};
