import { File } from "@cdktf/provider-local/lib/file";
import { Fn, TerraformCount, TerraformIterator, TerraformOutput, type TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import { INFRA_KEYS, type InfraMetadata, infraJsonPath } from "../contract";

export interface InfraJsonProps {
  readonly metadata: InfraMetadata;
  /** Whether Terraform writes the file itself: where it runs beside the checkout. */
  readonly emit: TerraformVariable;
}

/**
 * The contract with Nix, twice: as the output `infra_metadata`, always, and as the file itself, unless the workspace
 * says that Terraform runs elsewhere. The output is not marked sensitive, so Terraform refuses a sensitive value in it.
 */
export class InfraJson extends Construct {
  constructor(scope: Construct, id: string, props: InfraJsonProps) {
    super(scope, id);
    new TerraformOutput(this, "infra_metadata", {
      description: "What Nix knows about this environment: the contents of the infra JSON. Public.",
      staticId: true,
      value: props.metadata,
    });
    new File(this, "local_file.infra_json", {
      // A cast of a token: cdktf counts by numbers, Terraform by this expression.
      count: TerraformCount.of(Token.asNumber(Fn.conditional(props.emit.value, 1, 0))),
      // Relative to the stack's folder, cdktf.out/stacks/<stack>: an absolute path would differ between people.
      filename: `../../../${infraJsonPath(props.metadata.environment)}`,
      content: terraformText(props.metadata),
      filePermission: "0644",
      directoryPermission: "0755",
    });
  }
}

/** The text of the file as a Terraform expression: the same bytes as {@link serialiseInfraMetadata} writes. */
function terraformText(metadata: InfraMetadata): string {
  const lines = INFRA_KEYS.map((key) => `  "${key}": ${terraformJson(metadata[key])}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function terraformJson(value: InfraMetadata[keyof InfraMetadata]): string {
  if (typeof value === "string" || typeof value === "number") return Token.asString(Fn.jsonencode(value));
  const items = TerraformIterator.fromList([...value]).forExpressionForList("jsonencode(val)");
  return `[\n    ${Fn.join(",\n    ", Token.asList(items))}\n  ]`;
}
