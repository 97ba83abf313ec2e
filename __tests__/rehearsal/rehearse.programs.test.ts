import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseInfraMetadata } from "../../contract";
import { takeLock } from "../../rehearsal/lock";
import { Rehearsed } from "./rehearsed";

const checkout = new Rehearsed();
afterAll(() => checkout.remove());
afterEach(() => checkout.restore());

describe("npm run rehearse", () => {
  const { report } = checkout;

  it("applies the three stacks, each to an empty second plan", () => {
    expect(report.stacks.map(({ stack, steps }) => [stack, steps.map(({ name }) => name)])).toEqual(
      ["tfc-bootstrap", "infra-staging", "infra-prod"].map((stack) => [
        stack,
        ["init", "validate", "plan", "apply", "second plan"],
      ]),
    );
  });

  it("leaves the checkout as it was, and only ignored files behind", () => {
    expect(checkout.status()).toBe("");
    expect(fs.existsSync(checkout.path("cdktf.out"))).toBe(false);
    expect(checkout.read(".rehearsal/lock.json")).toBe("");
  });

  it.each(["staging", "prod"])("writes the JSON of %s, and the hive has its values from it", (environment) => {
    const file = `.rehearsal/project/hosts/infra-cartographer-${environment}.json`;
    const metadata = parseInfraMetadata(JSON.parse(checkout.read(file)), environment, file);
    expect(report.nodes.find((node) => node.environment === environment)).toMatchObject({
      name: `cartographer-${environment}`,
      targetHost: `run-cartographer-sync-${environment}.invalid`,
      domain: metadata.domain,
      mountDevice: `${metadata.efs_dns_name}:/`,
    });
  });

  it("keeps every secret out of states and JSONs, except the AWS secret in the bootstrap state", () => {
    const secrets = checkout.read(".rehearsal/project/secrets/inputs.json");
    const token = (JSON.parse(secrets) as { cloudflare_api_token: string }).cloudflare_api_token; // our own file
    const everywhere = [
      ...readAll(".rehearsal/project/state"),
      ...readAll(".rehearsal/project/hosts"),
      checkout.read(".rehearsal/project/secrets/tfc-bootstrap.tfstate"),
      checkout.read(".rehearsal/cloud.json"),
    ].join("\n");
    expect(everywhere).toContain("aws_iam_access_key");
    expect(everywhere).not.toContain(token);
    expect(everywhere).not.toContain("PRIVATE KEY");
  });
});

describe("after a rehearsal", () => {
  it("sync finds nothing to change, and --check sees a stale file", () => {
    const file = "hosts/infra-cartographer-staging.json";
    // What npx starts, without the second that npx takes each time; __tests__/rehearsal/cdktf.peers.test.ts has it as
    // typed.
    const cartographer = `node ${checkout.path("cli/cartographer.js")}`;
    const { text } = checkout.exec(`
      cp ${file} written-by-terraform
      ${cartographer} sync staging && cmp ${file} written-by-terraform
      rm ${file} && ${cartographer} sync staging && cmp ${file} written-by-terraform && echo SAME-BYTES
      ${cartographer} sync staging --check && echo FRESH
      sed -i.bak 's/203.0.113/198.51.100/' ${file} && rm ${file}.bak
      ${cartographer} sync staging --check || echo STALE
      cp written-by-terraform ${file} && rm written-by-terraform
    `);
    expect(text).toMatch(/SAME-BYTES[\s\S]*FRESH[\s\S]*instance_public_ip[\s\S]*STALE/);
  });

  it("terraform import takes the guide's command as written", async () => {
    const { text, code } = await checkout.shell(
      "infra-staging",
      `
      id=$(terraform state show -no-color aws_vpc.main | sed -n 's/^ *id *= "\\(vpc-.*\\)"/\\1/p')
      terraform state rm aws_vpc.main
      terraform import aws_vpc.main "$id"
      terraform state list
      terraform plan -no-color -detailed-exitcode
      `,
    );
    expect(text).toContain("Import successful!");
    expect(text).toContain("local_file.infra_json[0]");
    expect(text).toContain("No changes.");
    expect(code).toBe(0);
  });

  it("what the code changed since is applied to what stands", async () => {
    checkout.change(
      "constructs/app-host.ts",
      "const tags = { Name: props.prefix };",
      'const tags = { Name: "renamed" };',
    );
    expect(await checkout.changesOf("infra-staging")).toMatchObject({
      create: [],
      update: ["aws_eip.app", "aws_instance.app"],
      replace: [],
      destroy: [],
    });
  });

  it.each([
    ["renaming", '"aws_efs_file_system.m36"', '"aws_efs_file_system.other"', "aws_efs_file_system.m36"],
    ["another creation token for", "creationToken: props.creationToken", 'creationToken: "another"', "prevent_destroy"],
  ])("refuses %s the file system", async (_what, from, to, named) => {
    checkout.change("constructs/file-system.ts", from, to);
    await expect(checkout.changesOf("infra-staging")).rejects.toThrow(named);
  });

  it("sees a rule that was opened by hand, and closes it", async () => {
    const cloud = JSON.parse(checkout.read(".rehearsal/cloud.json")) as CloudFile; // rehearsal/cloud/state.ts
    for (const { ingress } of Object.values(cloud.objects.aws_security_group)) ingress.push(OPEN_SSH);
    checkout.write(".rehearsal/cloud.json", JSON.stringify(cloud));
    const { update } = await checkout.changesOf("infra-staging");
    expect(update).toEqual(expect.arrayContaining(["aws_security_group.app", "aws_security_group.efs"]));
  });
});

describe("a mistake in the code", () => {
  it.each([
    ["an EFS id where a subnet belongs", "subnetId: subnet.id", "subnetId: this.efs.id", /subnet_id|InvalidSubnetID/],
    ["an attribute that does not exist", "subnetId: subnet.id", 'subnetId: "${aws_subnet.public.idd}"', /idd/],
  ])("fails with a message that names it: %s", async (_what, from, to, message) => {
    checkout.change("constructs/file-system.ts", from, to);
    const refused = checkout.changesOf("infra-staging");
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow("aws_efs_mount_target.m36");
  });

  it("is another address for the file system, also where nothing stands yet", async () => {
    checkout.change("constructs/file-system.ts", '"aws_efs_file_system.m36"', '"aws_efs_file_system.other"');
    await expect(checkout.rehearseStacks(["infra-staging"], { fresh: true })).rejects.toThrow(
      "infra-staging: the code has no aws_efs_file_system.m36",
    );
  });
});

describe("bad input", () => {
  it("refuses an unknown environment", () => {
    expect(checkout.rehearse(["--env", "production"])).toMatchObject({
      code: 1,
      text: expect.stringContaining('no environment "production" in config/environments.ts; there are: staging, prod'),
    });
  });

  it.each([
    ["nix", "terraform", /nix \(nix-instantiate\) is not on the PATH[\s\S]*nix-bin/],
    ["terraform", "nix", /Terraform is not on the PATH[\s\S]*install/],
  ])("says how to install a missing %s", (_missing, present, message) => {
    const bin = fs.mkdtempSync(path.join(os.tmpdir(), "bin-"));
    for (const name of ["node", "npm", "sh", present]) fs.symlinkSync(which(name), path.join(bin, name));
    expect(checkout.run("node", ["-r", "./register.js", "rehearsal/main.ts"], { PATH: bin })).toMatchObject({
      code: 1,
      text: expect.stringMatching(message),
    });
    fs.rmSync(bin, { recursive: true });
  });

  it("refuses a bootstrap without an admin's values, before anything is asked or made", async () => {
    fs.rmSync(checkout.path(".rehearsal/project/secrets/tfc-bootstrap.tfvars"));
    const { text, code } = await checkout.shell("tfc-bootstrap", "terraform init -input=false && terraform plan");
    for (const name of ["cloudflare_api_token", "cloudflare_zone_id", "ssh_public_key"]) {
      expect(text).toContain(`${name} must be`);
    }
    expect(text).toMatch(/cp\s[│\s]*secrets\/tfc-bootstrap\.tfvars\.example/);
    expect(code).toBe(1);
  });

  it("refuses a cloud state that was cut off, and says how to begin anew", () => {
    checkout.write(".rehearsal/cloud.json", '{"objects": [');
    const { text, code } = checkout.rehearse(["--keep"]);
    expect(text).toMatch(/cloud\.json[\s\S]*npm run rehearse/);
    expect(code).toBe(1);
  });

  it("refuses a second rehearsal while one runs, and leaves that one's files alone", () => {
    const marker = checkout.path(".rehearsal/project/marker");
    fs.writeFileSync(marker, "");
    const lock = takeLock(checkout.path(".rehearsal/lock.json"));
    expect(checkout.rehearse()).toMatchObject({
      code: 1,
      text: expect.stringContaining(`A rehearsal is running already (process ${process.pid})`),
    });
    expect(fs.existsSync(marker)).toBe(true);
    lock.release();
  });
});

interface CloudFile {
  readonly objects: { readonly aws_security_group: Record<string, { readonly ingress: object[] }> };
}

const OPEN_SSH = {
  cidr_blocks: ["0.0.0.0/0"],
  description: "by hand",
  from_port: 22,
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  protocol: "tcp",
  security_groups: [],
  self: false,
  to_port: 22,
};

function readAll(folder: string): readonly string[] {
  return fs
    .readdirSync(checkout.path(folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => checkout.read(path.join(folder, entry.name)));
}

function which(name: string): string {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const found = folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
  if (!found) throw new Error(`${name} is not on the PATH`);
  return fs.realpathSync(found);
}
