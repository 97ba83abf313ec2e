import { Variable, type VariableConfig } from "@cdktf/provider-tfe/lib/variable";
import { Workspace as TfeWorkspace } from "@cdktf/provider-tfe/lib/workspace";
import { WorkspaceSettings } from "@cdktf/provider-tfe/lib/workspace-settings";
import { Construct } from "constructs";

export interface WorkspaceProps {
  /** Its name at Terraform Cloud; "-" becomes "_" in Terraform addresses. */
  readonly name: string;
  readonly description: string;
  readonly tag: string;
  readonly terraformVersion: string;
}

/** A variable of a workspace: `terraform` ones fill the stack's variables, `env` ones the environment of the run. */
export interface WorkspaceVariable {
  readonly key: string;
  readonly category: "terraform" | "env";
  readonly description: string;
  readonly value: string;
  /** A secret is write-only: Terraform Cloud gets it, the state of this stack does not. @default false */
  readonly secret?: boolean;
}

/** A workspace at Terraform Cloud that is driven from the command line and runs remotely, with its variables. */
export class Workspace extends Construct {
  readonly workspace: TfeWorkspace;
  private readonly address: string;

  constructor(scope: Construct, id: string, props: WorkspaceProps) {
    super(scope, id);
    this.address = props.name.replaceAll("-", "_");
    this.workspace = new TfeWorkspace(this, `tfe_workspace.${this.address}`, {
      name: props.name,
      description: props.description,
      tagNames: [props.tag],
      // People apply what they have read.
      autoApply: false,
      // No repository behind it: cdktf uploads the stack's folder, so nothing is to be watched, and no folder of it
      // entered.
      fileTriggersEnabled: false,
      queueAllRuns: false,
      terraformVersion: props.terraformVersion,
      // Its state is all that Terraform knows of what exists.
      lifecycle: { preventDestroy: true },
    });
    new WorkspaceSettings(this, `tfe_workspace_settings.${this.address}`, {
      workspaceId: this.workspace.id,
      executionMode: "remote",
    });
  }

  /** Gives the workspace a variable. */
  addVariable(variable: WorkspaceVariable): void {
    const { key, category, description, value, secret } = variable;
    const content: Pick<VariableConfig, "value" | "valueWo" | "sensitive"> = secret
      ? { valueWo: value, sensitive: true }
      : { value };
    new Variable(this, `tfe_variable.${this.address}_${key.toLowerCase()}`, {
      workspaceId: this.workspace.id,
      key,
      category,
      description,
      ...content,
    });
  }
}
