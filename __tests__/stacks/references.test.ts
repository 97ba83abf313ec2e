import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { LocalBackend, TerraformStack } from "cdktf";
import { environments, infraStackId, project, TFC_BOOTSTRAP } from "../../config";
import { CartographerStack } from "../../stacks/cartographer-stack";
import { Infra } from "../../stacks/infra";
import { TfcBootstrap } from "../../stacks/tfc-bootstrap";
import { ORIGIN, testingApp } from "../synthesised";

/** What cdktf finds in the step that our stacks leave out. */
function takenFrom(stack: TerraformStack): readonly string[] {
  TerraformStack.prototype.prepareStack.call(stack);
  return stack.dependencies.map(({ node }) => node.id);
}

it("are within a stack alone: nobody may read another workspace's state", () => {
  const app = testingApp();
  const stacks = [
    new TfcBootstrap(app, TFC_BOOTSTRAP, { project, environments }),
    new TfcBootstrap(app, "with-roles", { project: { ...project, runnerCredentials: "oidc" }, environments }),
    ...environments.map(
      (environment) => new Infra(app, infraStackId(environment), { project, environment, origin: ORIGIN }),
    ),
  ];
  expect(stacks.flatMap(takenFrom)).toEqual([]);
});

it("would be seen here, were there one", () => {
  class Stack extends CartographerStack {}
  const app = testingApp();
  const [one, other] = ["one", "other"].map((id) => new Stack(app, id));
  if (!one || !other) throw new Error("two stacks were made just now");
  new LocalBackend(one, {});
  new LocalBackend(other, {});
  const vpc = new Vpc(one, "aws_vpc.main");
  new SecurityGroup(other, "aws_security_group.app", { vpcId: vpc.id });
  expect(() => takenFrom(other)).toThrow("cross-stack-output");
});
