import { by, type ResourceTypes } from "./description";

/** Those of a workspace also go by its name, after that of the organization. */
const WORKSPACE = "plural-reality/cartographer-staging";

export const tfeTypes: ResourceTypes = {
  tfe_organization_membership: {
    imported: { forms: ["<organization>/<email>", "<id>"], examples: ["plural-reality/hanako@example.com"] },
  },
  tfe_team_organization_member: {
    imported: by("<team_id>/<organization_membership_id>", "team-47qC3LmA47piVan7/ou-wAs3zYmWAhYK7peR"),
  },
  tfe_variable: { imported: by("<organization>/<workspace>/<id>", `${WORKSPACE}/var-5rTwnSaRPogw6apb`) },
  tfe_workspace: {
    stateful: [],
    imported: { forms: ["<organization>/<name>", "<id>"], examples: [WORKSPACE] },
  },
  tfe_workspace_settings: {
    imported: { forms: ["<organization>/<workspace>", "<workspace_id>"], examples: [WORKSPACE] },
  },
};
