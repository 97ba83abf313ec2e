import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformOutput, Testing } from "cdktf";
import { Construct } from "constructs";
import { CartographerStack } from "../../stacks/cartographer-stack";
import { testingApp } from "../synthesised";

class Stack extends CartographerStack {}
const stack = () => new Stack(testingApp(), "stack");
const VPC = {
  cidrBlock: "10.0.0.0/16",
  tags: { Project: "cartographer", Environment: "test", ManagedBy: "terraform" },
};

it("takes the address from the construct's id, wherever it stands in the tree", () => {
  const scope = stack();
  new Vpc(new Construct(scope, "deep"), "aws_vpc.main", VPC);
  expect(JSON.parse(Testing.synth(scope)).resource.aws_vpc).toHaveProperty("main");
});

it.each(["main", "aws_subnet.main", "aws_vpc.", "aws_vpc.Main", "aws_vpc.main-1"])("refuses the id %s", (id) => {
  const scope = stack();
  new Vpc(scope, id, VPC);
  expect(() => Testing.synth(scope)).toThrow(/must be its Terraform address, aws_vpc\.<name>/);
});

it("refuses two elements with one address, naming both", () => {
  const scope = stack();
  new Vpc(new Construct(scope, "one"), "aws_vpc.main", VPC);
  new Vpc(new Construct(scope, "two"), "aws_vpc.main", VPC);
  expect(() => Testing.synth(scope)).toThrow(/stack\/two\/aws_vpc.main: stack\/one\/aws_vpc.main has the same/);
});

it("lets an output and a resource have the same name", () => {
  const scope = stack();
  const vpc = new Vpc(scope, "aws_vpc.main", VPC);
  new TerraformOutput(scope, "main", { value: vpc.id });
  expect(JSON.parse(Testing.synth(scope)).output.main.value).toBe("${aws_vpc.main.id}");
});
