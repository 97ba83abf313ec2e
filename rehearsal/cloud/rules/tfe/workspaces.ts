import type { Attributes, Check, CloudView, ResourceRule, ResourceRules, Value } from "../../rule";
import { text } from "../../values";
import { tfeId } from "../ids";
import { demand, exactlyOneOf, isSet, matches, oneOf } from "../refuse";

/** The API's word for a value that it does not take. */
export const UNPROCESSABLE = "unprocessable entity";

/** The organization of an object: its own, or that of its provider; undefined while it is not known. */
export function organizationOf(self: Attributes, cloud: CloudView): Value | undefined {
  return self.organization ?? cloud.provider.organization ?? undefined;
}

const EXECUTION_MODES = ["agent", "local", "remote"];

const agentNeedsPool: Check = (self) =>
  demand((self.execution_mode === "agent") === isSet(self.agent_pool_id) || self.agent_pool_id === undefined, {
    summary: "Invalid agent_pool_id",
    detail: 'agent_pool_id is required with execution_mode "agent", and must not be set with another.',
    attribute: "agent_pool_id",
  });

/** What the settings, a resource of their own, change about a workspace. */
const SETTINGS = ["agent_pool_id", "execution_mode", "global_remote_state"];

function settingsOf(self: Attributes, cloud: CloudView): Attributes {
  const settings = cloud.find("tfe_workspace_settings", self.id, "workspace_id") ?? {};
  const set = Object.fromEntries(SETTINGS.flatMap((name) => (isSet(settings[name]) ? [[name, settings[name]]] : [])));
  return isSet(set.execution_mode) ? { ...set, operations: set.execution_mode !== "local" } : set;
}

/**
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces; defaults as in resource_tfe_workspace.go
 * 0.71.0.
 */
const workspace: ResourceRule = {
  id: () => tfeId("ws"),
  defaults: {
    organization: organizationOf,
    allow_destroy_plan: true,
    auto_apply_run_trigger: false,
    file_triggers_enabled: true,
    force_delete: false,
    queue_all_runs: true,
    speculative_enabled: true,
    ssh_key_id: "",
    structured_run_output_enabled: true,
    working_directory: "",
  },
  computed: {
    agent_pool_id: "",
    assessments_enabled: false,
    auto_apply: false,
    auto_destroy_activity_duration: null,
    auto_destroy_at: null,
    description: "",
    effective_tags: (self) => self.tags ?? {},
    execution_mode: "remote",
    global_remote_state: false,
    html_url: (self, cloud) =>
      `https://${cloud.provider.hostname ?? "app.terraform.io"}/app/${self.organization}/workspaces/${self.name}`,
    inherits_project_auto_destroy: true,
    operations: true,
    project_id: () => tfeId("prj"),
    remote_state_consumer_ids: [],
    resource_count: 0,
    tag_names: [],
    tags: {},
    terraform_version: "1.14.0",
  },
  forceNew: ["organization"],
  unique: [["organization", "name"]],
  taken: UNPROCESSABLE,
  refuse: [
    matches("name", /^[A-Za-z0-9_-]{1,90}$/, UNPROCESSABLE, 'is not valid: 1 to 90 letters, digits, "-" and "_"'),
    matches(
      "tag_names",
      /^[a-z0-9]([a-z0-9:_-]*[a-z0-9])?$/,
      "Invalid tag name",
      'is no tag: lowercase letters, digits, ":", "-" and "_", a letter or digit at both ends',
    ),
    oneOf("execution_mode", EXECUTION_MODES, UNPROCESSABLE),
    matches(
      "terraform_version",
      /^(latest|[~><=! ]*\d+\.\d+(\.\d+)?\S*(, .+)?)$/,
      UNPROCESSABLE,
      "is no version of Terraform",
    ),
  ],
  live: settingsOf,
};

/** The value that the workspace has when the settings leave it out. */
function ofWorkspace(name: string): (self: Attributes, cloud: CloudView) => Value {
  return (self, cloud) => cloud.find("tfe_workspace", self.workspace_id)?.[name] ?? null;
}

/** Its workspace as imports name it. */
const importNames = { organization: ofWorkspace("organization"), workspace: ofWorkspace("name") };

/**
 * Its id is that of its workspace; leaving execution_mode out goes back to the organization's default, which is remote.
 */
const workspaceSettings: ResourceRule = {
  id: (self) => String(self.workspace_id),
  computed: {
    agent_pool_id: null,
    assessments_enabled: ofWorkspace("assessments_enabled"),
    auto_apply: ofWorkspace("auto_apply"),
    description: ofWorkspace("description"),
    effective_tags: ofWorkspace("tags"),
    overwrites: (self) => [{ agent_pool: isSet(self.execution_mode), execution_mode: isSet(self.execution_mode) }],
    execution_mode: "remote",
    global_remote_state: false,
    remote_state_consumer_ids: [],
    tags: ofWorkspace("tags"),
  },
  forceNew: ["workspace_id"],
  references: { workspace_id: { type: "tfe_workspace", missing: "resource not found", weak: true } },
  unique: [["workspace_id"]],
  refuse: [oneOf("execution_mode", EXECUTION_MODES, "Invalid Attribute Value Match"), agentNeedsPool],
  importNames,
};

/** Only a variable that is not sensitive can be read; undefined while its value is not known. */
function readableValue(self: Attributes): Value | undefined {
  if (self.sensitive === true) return null;
  return isSet(self.value_wo) ? undefined : self.value;
}

/**
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspace-variables; resource_tfe_variable.go 0.71.0.
 */
const variable: ResourceRule = {
  id: () => tfeId("var"),
  defaults: { description: "", hcl: false, sensitive: false, value: "", readable_value: readableValue },
  computed: { readable_value: (self) => readableValue(self) ?? (isSet(self.value_wo) ? "" : null) },
  shownOnce: (self) => (self.sensitive === true ? ["value"] : []),
  forceNew: ["category", "variable_set_id", "workspace_id"],
  forceNewIf: {
    key: (prior) => prior.sensitive === true,
    sensitive: (prior, planned) => prior.sensitive === true && planned.sensitive !== true,
  },
  references: { workspace_id: { type: "tfe_workspace", missing: "resource not found", weak: true } },
  unique: [["key", "category", "workspace_id"]],
  taken: UNPROCESSABLE,
  refuse: [
    oneOf("category", ["env", "terraform"], "Invalid Attribute Value Match"),
    exactlyOneOf("workspace_id", "variable_set_id"),
    matches(
      "workspace_id",
      /^ws-[A-Za-z0-9]{16}$/,
      "Invalid Attribute Value Match",
      "is no id of a workspace (ws-...)",
    ),
    matches("key", /^\S+$/, UNPROCESSABLE, "is empty or has white space"),
    (self) =>
      demand(self.category !== "terraform" || /^[A-Za-z_][\w-]*$/.test(text(self.key) ?? "x"), {
        summary: UNPROCESSABLE,
        detail: `key "${self.key}" is no name of a Terraform variable.`,
        attribute: "key",
      }),
  ],
  importNames,
};

export const workspaceRules: ResourceRules = {
  tfe_variable: variable,
  tfe_workspace: workspace,
  tfe_workspace_settings: workspaceSettings,
};
