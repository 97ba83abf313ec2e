import * as fs from "node:fs";
import type { InfraMetadata } from "../../contract";
import type { RehearsalReport } from "../../rehearsal/rehearse";
import { Checkout } from "./checkout";

// What people will do to a standing system, as plans and applies of real Terraform.
jest.setTimeout(60_000);

const checkout = new Checkout();
afterAll(() => checkout.remove());
beforeAll(() => rehearse());

/** What a rehearsal of the changed code came to, stack by stack; it fails on a second plan that is not empty. */
function rehearse(...args: string[]) {
  const { code, stdout, text } = checkout.rehearse(["--json", ...args]);
  if (code !== 0) throw new Error(text);
  const { stacks } = JSON.parse(stdout) as RehearsalReport; // our own report
  return Object.fromEntries(stacks.map(({ stack, changes }) => [stack, changes]));
}

const configure = (from: string, to: string) => checkout.change("config.ts", from, to);
const metadata = (environment: string) =>
  JSON.parse(checkout.read(`.rehearsal/project/hosts/infra-cartographer-${environment}.json`)) as InfraMetadata; // as Terraform wrote it
/** Terraform breaks its sentences where the terminal ends. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");
const MOVED = {
  create: [],
  update: ["aws_cloudwatch_metric_alarm.cpu_credits", "aws_cloudwatch_metric_alarm.status_check", "aws_eip.app"],
  replace: ["aws_instance.app", "local_file.infra_json[0]"],
  destroy: [],
};

describe("moving the host to another zone", () => {
  afterAll(() => checkout.restore());

  it("replaces the host and keeps file system, data, address and DNS", () => {
    const before = metadata("staging");
    configure('hostZone: "a"', 'hostZone: "c"');
    expect(rehearse("--env", "staging", "--keep")["infra-staging"]).toEqual(MOVED);
    const { instance_id, ...kept } = before;
    expect(metadata("staging")).toMatchObject(kept);
    expect(metadata("staging").instance_id).not.toBe(instance_id);
  });

  it("is refused in prod, where the host is protected", () => {
    expect(checkout.rehearse(["--env", "prod", "--keep"])).toMatchObject({
      code: 1,
      text: expect.stringContaining("may not be terminated"),
    });
  });

  it("is done there in two applies, the second of which protects the new host again", () => {
    configure('hostZone: "c"', 'hostZone: "a"');
    configure("terminationProtection: true", "terminationProtection: false");
    expect(rehearse("--env", "prod", "--keep")["infra-prod"]).toMatchObject({
      update: ["aws_instance.app"],
      replace: [],
      destroy: [],
    });
    configure('hostZone: "a"', 'hostZone: "c"');
    configure("terminationProtection: false", "terminationProtection: true");
    expect(rehearse("--env", "prod", "--keep")["infra-prod"]).toEqual(MOVED);
  });
});

describe("a newer image", () => {
  const OLDER = "ami-0123456789abcdef0";
  const plan = (...args: string[]) =>
    checkout.exec(`terraform plan -no-color ${args.join(" ")} | grep -E " ami |No changes|Plan:"`, "infra-staging")
      .text;

  beforeAll(() => {
    rehearse("--env", "staging");
    const cloud = checkout.read(".rehearsal/cloud.json");
    const older = cloud.replaceAll(/"ami": *"ami-[0-9a-f]+"/g, `"ami": "${OLDER}"`);
    if (older === cloud) throw new Error("the local cloud's file has no image to change");
    fs.writeFileSync(checkout.path(".rehearsal/cloud.json"), older);
  });

  it("does not touch a running host", () => {
    expect(plan()).toContain("No changes.");
  });

  it("is taken by a host that is replaced on purpose", () => {
    expect(plan("-replace=aws_instance.app")).toMatch(new RegExp(`ami += "${OLDER}" -> "ami-`));
  });
});

describe("what no apply brings back", () => {
  it.each([
    [
      "infra-staging",
      [
        "aws_backup_vault.main",
        "aws_backup_vault.copies",
        "aws_efs_file_system.m36",
        "aws_eip.app",
        // The keys come after what they encrypt, and Terraform stops before it gets to them.
      ],
    ],
    ["tfc-bootstrap", ["tfe_workspace.cartographer_staging", "tfe_workspace.cartographer_prod"]],
  ])("is not destroyed by a plan of %s", (stack, addresses) => {
    const refused = oneLine(checkout.exec("terraform plan -no-color -destroy || echo REFUSED", stack).text);
    expect(refused).toContain("REFUSED");
    for (const address of addresses) expect(refused).toContain(`${address} has lifecycle.prevent_destroy set`);
  });

  it("is not destroyed by a rehearsal either when its construct is deleted from the code", () => {
    checkout.change("stacks/infra.ts", "new Backups(this", "if (false) new Backups(this");
    expect(checkout.rehearse(["--env", "staging", "--keep"])).toMatchObject({
      code: 1,
      text: expect.stringMatching(/would destroy aws_backup_vault\.copies, aws_backup_vault\.main/),
    });
    checkout.restore();
  });
});

describe("one word in config.ts", () => {
  afterEach(() => checkout.restore());

  it("takes the runner from a key to none, and touches no infrastructure", () => {
    configure('runnerCredentials: "iam-user"', 'runnerCredentials: "oidc"');
    const { "tfc-bootstrap": bootstrap, "infra-staging": infra } = rehearse("--env", "staging", "--keep");
    expect(bootstrap?.destroy).toEqual(
      expect.arrayContaining(["aws_iam_access_key.terraform_cloud", "aws_iam_user.terraform_cloud"]),
    );
    expect(bootstrap?.create).toEqual(
      expect.arrayContaining(["aws_iam_role.terraform_cloud_apply", "aws_iam_role.terraform_cloud_plan"]),
    );
    expect(infra).toEqual({ create: [], update: [], replace: [], destroy: [] });
    expect(checkout.read(".rehearsal/project/secrets/tfc-bootstrap.tfstate")).not.toContain("aws_iam_access_key");
  });

  it("opens port 22 to ranges in place of SSM, without touching the host", () => {
    configure('ssh: "ssm"', 'ssh: { ranges: ["198.51.100.0/24"] }');
    expect(rehearse("--env", "staging", "--keep")["infra-staging"]).toEqual({
      create: [],
      update: ["aws_iam_role_policy.app", "aws_security_group.app"],
      replace: [],
      destroy: [],
    });
  });
});

it("applies every choice of config.ts at once to an empty second plan", () => {
  configure("alarmEmails: []", 'alarmEmails: ["a@example.com", "b@example.com"]');
  configure("on: []", 'on: ["always-https", "authenticated-origin-pulls", "minimum-tls-1.2", "ssl-strict"]');
  configure("egress: []", 'egress: [{ port: 587, to: ["198.51.100.0/24", "2001:db8::/32"], what: "SMTP" }]');
  const { "infra-prod": prod } = rehearse("--env", "prod");
  expect(prod?.create).toEqual(
    expect.arrayContaining([
      'aws_sns_topic_subscription.emails["a@example.com"]',
      'aws_sns_topic_subscription.emails["b@example.com"]',
      "cloudflare_zone_setting.ssl",
    ]),
  );
  checkout.restore();
});

it("opens nothing, and closes nothing, when Cloudflare publishes an empty list", () => {
  checkout.change("rehearsal/cloud/rules/cloudflare/ip-ranges.ts", "ipv4_cidrs: IPV4", "ipv4_cidrs: []");
  const { code, text } = checkout.rehearse(["--env", "staging"]);
  expect(code).toBe(1);
  expect(oneLine(text)).toContain("Cloudflare's list of ipv4 ranges is empty");
});
