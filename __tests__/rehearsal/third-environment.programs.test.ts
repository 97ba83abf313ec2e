import type { RehearsalReport } from "../../rehearsal/rehearse";
import { Checkout } from "./checkout";

const checkout = new Checkout();
afterAll(() => checkout.remove());

const ENTRY = `
  demo: {
    ...common,
    prefix: "cartographer-demo",
    domain: "demo.baisoku-kaigi.com",
    efsCreationToken: "cartographer-demo",
  },
  prod: {`;

it("is one entry in config/environments.ts and one line in the host table", () => {
  checkout.change("config/environments.ts", "\n  prod: {", ENTRY);
  checkout.change("hosts/table.nix", "  prod = common;", "  prod = common;\n  demo = common;");
  const { code, stdout, text } = checkout.rehearse(["--env", "demo", "--json"]);
  if (code !== 0) throw new Error(text);
  const { stacks, nodes } = JSON.parse(stdout) as RehearsalReport; // our own report
  expect(stacks[0]?.changes.create).toContain("tfe_workspace.cartographer_demo");
  expect(stacks[1]).toMatchObject({ stack: "infra-demo", resources: { aws_efs_file_system: 1, local_file: 1 } });
  expect(nodes).toEqual([
    expect.objectContaining({
      name: "cartographer-demo",
      targetHost: "run-cartographer-sync-demo.invalid",
      domain: "demo.baisoku-kaigi.com",
      mountDevice: expect.stringMatching(/^fs-[0-9a-f]+\.efs\.ap-northeast-1\.amazonaws\.com:\/$/),
      tags: ["demo"],
      keys: ["env-file", "origin-key"],
      units: expect.arrayContaining(["cartographer-backend", "cartographer-frontend", "nginx"]),
    }),
  ]);
});
