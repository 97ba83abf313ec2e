import { DataTfeTeam } from "@cdktf/provider-tfe/lib/data-tfe-team";
import { OrganizationMembership } from "@cdktf/provider-tfe/lib/organization-membership";
import { TeamOrganizationMember } from "@cdktf/provider-tfe/lib/team-organization-member";
import { TerraformIterator, type TerraformVariable } from "cdktf";
import { Construct } from "constructs";

export interface TeamProps {
  readonly organization: string;
  /** A list of e-mail addresses. */
  readonly members: TerraformVariable;
}

/**
 * The people of the organization, each invited and put into the owners team (the free plan has no other). One person a
 * resource: whoever else is in the team is left alone. Who is taken off the list is evicted by the next apply.
 */
export class Team extends Construct {
  constructor(scope: Construct, id: string, props: TeamProps) {
    super(scope, id);
    const owners = new DataTfeTeam(this, "data.tfe_team.owners", {
      name: "owners",
      organization: props.organization,
    });
    const emails = TerraformIterator.fromList(props.members.listValue);
    const memberships = new OrganizationMembership(this, "tfe_organization_membership.members", {
      forEach: emails,
      organization: props.organization,
      email: emails.value,
    });
    const invited = TerraformIterator.fromResources(memberships);
    new TeamOrganizationMember(this, "tfe_team_organization_member.owners", {
      forEach: invited,
      teamId: owners.id,
      organizationMembershipId: invited.getString("id"),
    });
  }
}
