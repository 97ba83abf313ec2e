import path from "node:path";
import { Cloud } from "../../../rehearsal/cloud/cloud";
import type { ResourceRule } from "../../../rehearsal/cloud/rule";
import { refusalDiagnostics } from "../../../rehearsal/provider/diagnostics";
import { replacementPaths } from "../../../rehearsal/provider/replacement";
import type { ResourceContext } from "../../../rehearsal/provider/resource";
import { deriveSchema } from "../../../rehearsal/provider/schema/derive";
import { typeOfBlock } from "../../../rehearsal/provider/schema/model";
import { openPackage, servedProviders } from "../../../rehearsal/provider/schema/packages";
import { UNKNOWN } from "../../../rehearsal/provider/value";

const [aws] = servedProviders.map((traits) => openPackage(path.resolve("node_modules"), traits));
if (!aws) throw new Error("no provider");
const schema = deriveSchema(aws, { kind: "resource", type: "aws_instance" });

function contextOf(rule: Omit<ResourceRule, "id">): ResourceContext {
  const call = { provider: {}, workingDirectory: "." };
  const cloud = Cloud.open(path.join(__dirname, "no-such-state.json"));
  return {
    ...{ type: "aws_instance", schema, valueType: typeOfBlock(schema), legacy: true, cloud, call },
    rule: { id: () => "i-0", ...rule },
  };
}

describe("what a change replaces", () => {
  const context = contextOf({ forceNew: ["ami", "root_block_device.encrypted", "ebs_block_device.device_name"] });
  const name = (attribute_name: string) => ({ attribute_name });

  test("an attribute at the top, also when its new value is not known yet", () => {
    const prior = { ami: "ami-1", instance_type: "t4g.small" };
    expect(replacementPaths(context, prior, { ...prior, instance_type: "t4g.large" })).toEqual([]);
    expect(replacementPaths(context, prior, { ...prior, ami: "ami-2" })).toEqual([{ steps: [name("ami")] }]);
    expect(replacementPaths(context, prior, { ...prior, ami: UNKNOWN })).toEqual([{ steps: [name("ami")] }]);
  });

  test("an attribute in a list of blocks, at its item", () => {
    const disk = (encrypted: boolean, volume_size: number) => ({ root_block_device: [{ encrypted, volume_size }] });
    expect(replacementPaths(context, disk(true, 1), disk(true, 2))).toEqual([]);
    expect(replacementPaths(context, disk(true, 1), disk(false, 1))).toEqual([
      { steps: [name("root_block_device"), { element_key_int: 0 }, name("encrypted")] },
    ]);
  });

  test("a block more or less, and a set of blocks, as a whole", () => {
    const disks = (...names: string[]) => ({ ebs_block_device: names.map((device_name) => ({ device_name })) });
    const whole = [{ steps: [name("ebs_block_device")] }];
    expect(replacementPaths(context, disks("a"), disks("a", "b"))).toEqual(whole);
    expect(replacementPaths(context, disks("a"), disks("b"))).toEqual(whole);
    expect(replacementPaths(context, disks("a"), disks("a"))).toEqual([]);
  });

  test("an attribute only in the cases that its rule names", () => {
    const conditional = contextOf({ forceNewIf: { instance_type: (prior) => prior.tenancy === "host" } });
    const change = (tenancy: string) =>
      replacementPaths(conditional, { tenancy, instance_type: "a" }, { tenancy, instance_type: "b" });
    expect(change("default")).toEqual([]);
    expect(change("host")).toEqual([{ steps: [name("instance_type")] }]);
  });
});

test.each([
  ["ami", [{ attribute_name: "ami" }]],
  [
    "root_block_device.volume_size",
    [{ attribute_name: "root_block_device" }, { element_key_int: 0 }, { attribute_name: "volume_size" }],
  ],
  ["ebs_block_device.volume_size", undefined],
  ["no_such_attribute", undefined],
])("a refusal of %s is shown where it stands, as far as Terraform has a path for it", (attribute, steps) => {
  const [diagnostic] = refusalDiagnostics(schema, [{ summary: "No", detail: "No.", attribute }]);
  expect(diagnostic?.attribute?.steps).toEqual(steps);
});
