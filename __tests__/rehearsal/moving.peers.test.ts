import type { InfraMetadata } from "../../contract";
import { Rehearsed } from "./rehearsed";

const checkout = new Rehearsed();
afterAll(() => checkout.remove());

const configure = (from: string, to: string) => checkout.change("config/environments.ts", from, to);
const metadata = (environment: string) =>
  // As Terraform wrote it.
  JSON.parse(checkout.read(`.rehearsal/project/hosts/infra-cartographer-${environment}.json`)) as InfraMetadata;
const MOVED = {
  create: [],
  update: ["aws_cloudwatch_metric_alarm.cpu_credits", "aws_cloudwatch_metric_alarm.status_check", "aws_eip.app"],
  replace: ["aws_instance.app", "local_file.infra_json[0]"],
  destroy: [],
};

describe("moving the host to another zone", () => {
  it("replaces the host and keeps file system, data, address and DNS", async () => {
    const before = metadata("staging");
    configure('hostZone: "a"', 'hostZone: "c"');
    expect(await checkout.changesOf("infra-staging")).toEqual(MOVED);
    const { instance_id, ...kept } = before;
    expect(metadata("staging")).toMatchObject(kept);
    expect(metadata("staging").instance_id).not.toBe(instance_id);
  });

  it("is refused in prod, where the host is protected", async () => {
    await expect(checkout.changesOf("infra-prod")).rejects.toThrow("may not be terminated");
  });

  it("is done there in two applies, the second of which protects the new host again", async () => {
    configure('hostZone: "c"', 'hostZone: "a"');
    configure("terminationProtection: true", "terminationProtection: false");
    expect(await checkout.changesOf("infra-prod")).toMatchObject({
      update: ["aws_instance.app"],
      replace: [],
      destroy: [],
    });
    configure('hostZone: "a"', 'hostZone: "c"');
    configure("terminationProtection: false", "terminationProtection: true");
    expect(await checkout.changesOf("infra-prod")).toEqual(MOVED);
  });
});
