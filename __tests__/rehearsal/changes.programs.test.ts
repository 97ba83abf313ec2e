import { Rehearsed } from "./rehearsed";

// What people will do to a standing system, as plans and applies of real Terraform.
const checkout = new Rehearsed();
afterAll(() => checkout.remove());

const CLOUD = ".rehearsal/cloud.json";
const configure = (file: "project" | "environments", from: string, to: string) =>
  checkout.change(`config/${file}.ts`, from, to);
/** Terraform breaks its sentences where the terminal ends. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");
describe("a newer image", () => {
  const OLDER = "ami-0123456789abcdef0";
  let shown = "";

  beforeAll(async () => {
    const before = checkout.read(CLOUD);
    const older = before.replaceAll(/"ami": *"ami-[0-9a-f]+"/g, `"ami": "${OLDER}"`);
    if (older === before) throw new Error("the local cloud's file has no image to change");
    checkout.write(CLOUD, older);
    const plans = ["", "-replace=aws_instance.app"].map((more) => `terraform plan -no-color ${more}`);
    shown = (await checkout.shell("infra-staging", plans.join("; echo; echo PLANS; "))).text;
    checkout.write(CLOUD, before);
  });

  it("does not touch a running host", () => {
    expect(shown.split("PLANS")[0]).toContain("No changes.");
  });

  it("is taken by a host that is replaced on purpose", () => {
    expect(shown.split("PLANS")[1]).toMatch(new RegExp(` ami += "${OLDER}" -> "ami-`));
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
  ])("is not destroyed by a plan of %s", async (stack, addresses) => {
    const { text } = await checkout.shell(stack, "terraform plan -no-color -destroy || echo REFUSED");
    const refused = oneLine(text);
    expect(refused).toContain("REFUSED");
    for (const address of addresses) expect(refused).toContain(`${address} has lifecycle.prevent_destroy set`);
  });

  it("is not destroyed by a rehearsal either when its construct is deleted from the code", async () => {
    checkout.change("stacks/infra.ts", "new Backups(this", "if (false) new Backups(this");
    await expect(checkout.changesOf("infra-staging")).rejects.toThrow(
      "would destroy aws_backup_vault.copies, aws_backup_vault.main",
    );
    checkout.restore();
  });
});

describe("one word in config/", () => {
  afterEach(() => checkout.restore());

  it("takes the runner from a key to none, and touches no infrastructure", async () => {
    configure("project", 'runnerCredentials: "iam-user"', 'runnerCredentials: "oidc"');
    const bootstrap = await checkout.changesOf("tfc-bootstrap");
    expect(bootstrap.destroy).toEqual(
      expect.arrayContaining(["aws_iam_access_key.terraform_cloud", "aws_iam_user.terraform_cloud"]),
    );
    expect(bootstrap.create).toEqual(
      expect.arrayContaining(["aws_iam_role.terraform_cloud_apply", "aws_iam_role.terraform_cloud_plan"]),
    );
    expect(await checkout.changesOf("infra-staging")).toEqual({ create: [], update: [], replace: [], destroy: [] });
    expect(checkout.read(".rehearsal/project/secrets/tfc-bootstrap.tfstate")).not.toContain("aws_iam_access_key");
  });

  it("opens port 22 to ranges in place of SSM, without touching the host", async () => {
    configure("environments", 'ssh: "ssm"', 'ssh: { ranges: ["198.51.100.0/24"] }');
    expect(await checkout.changesOf("infra-staging")).toEqual({
      create: [],
      update: ["aws_iam_role_policy.app", "aws_security_group.app"],
      replace: [],
      destroy: [],
    });
  });
});

it("opens nothing, and closes nothing, when Cloudflare publishes an empty list", () => {
  checkout.change("rehearsal/cloud/rules/cloudflare/ip-ranges.ts", "ipv4_cidrs: IPV4", "ipv4_cidrs: []");
  const { code, text } = checkout.exec("terraform plan -no-color", "infra-staging");
  expect(code).toBe(1);
  expect(oneLine(text)).toContain("Cloudflare's list of ipv4 ranges is empty");
  checkout.restore();
});

it("applies every choice of config/ at once to an empty second plan", async () => {
  configure("project", "alarmEmails: []", 'alarmEmails: ["a@example.com", "b@example.com"]');
  configure("project", "on: []", 'on: ["always-https", "authenticated-origin-pulls", "minimum-tls-1.2", "ssl-strict"]');
  configure(
    "environments",
    "egress: []",
    'egress: [{ port: 587, to: ["198.51.100.0/24", "2001:db8::/32"], what: "SMTP" }]',
  );
  const { stacks } = await checkout.rehearseStacks(["tfc-bootstrap", "infra-prod"], { fresh: true });
  expect(stacks.find(({ stack }) => stack === "infra-prod")?.changes.create).toEqual(
    expect.arrayContaining([
      'aws_sns_topic_subscription.emails["a@example.com"]',
      'aws_sns_topic_subscription.emails["b@example.com"]',
      "cloudflare_zone_setting.ssl",
    ]),
  );
});
