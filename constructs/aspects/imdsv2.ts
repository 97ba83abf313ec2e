import type { Instance } from "@cdktf/provider-aws/lib/instance";
import type { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import type { IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { UserError } from "../../common/errors";
import { isResource } from "./is-resource";

/**
 * Every host answers metadata requests with a token alone: without one, a forged request could fetch its role's
 * credentials.
 */
export class Imdsv2 implements IAspect {
  visit(node: IConstruct): void {
    const starts =
      isResource<Instance>(node, "aws_instance") || isResource<LaunchTemplate>(node, "aws_launch_template");
    if (!starts) return;
    if (node.metadataOptionsInput?.httpTokens === "required") return;
    throw new UserError(
      `${node.node.path} answers metadata requests without a token (IMDSv1).`,
      'set metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 }',
    );
  }
}
