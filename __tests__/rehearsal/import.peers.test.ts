import * as fs from "node:fs";
import { Rehearsed } from "./rehearsed";

// A team whose resources exist and whose state does not: the local cloud is filled, and the state thrown away.
const STACK = "infra-staging";
const STATE = `.rehearsal/project/state/${STACK}.tfstate`;
/** As the workspace says: a run at Terraform Cloud writes no file. */
const REMOTE = "-var emit_infra_json=false";
/** What docs/import.md says is made anew, because an import would replace or revoke it. */
const MADE_ANEW = ["aws_key_pair.deploy", "cloudflare_origin_ca_certificate.origin"];

const checkout = new Rehearsed();
afterAll(() => checkout.remove());

let ids: Readonly<Record<string, string>> = {};
let before: Changes;

beforeAll(async () => {
  ids = importIds(resourcesOf(STATE));
  fs.rmSync(checkout.path(STATE));
  // As docs/import.md has it: aws ec2 delete-key-pair --key-name cartographer-staging-deploy
  changeCloud(({ aws_key_pair }) => {
    for (const key of Object.keys(aws_key_pair ?? {})) delete aws_key_pair?.[key];
  });
  fillIn({ [STACK]: ids });
  before = await plan();
});

describe("imports.ts with the ids of what exists", () => {
  it("shows imports in the plan, what cannot be imported, and nothing that is destroyed", () => {
    expect(before.said).toContain(`Plan: ${Object.keys(ids).length} to import, 2 to add, 2 to change, 0 to destroy.`);
    expect(before.imported).toEqual(ids);
    expect(before.by("create")).toEqual(MADE_ANEW);
    expect([...before.by("delete"), ...before.by("delete,create"), ...before.by("create,delete")]).toEqual([]);
  });

  it("changes nothing at AWS: what only Terraform remembers is all that it fills in", () => {
    expect(before.by("update")).toEqual(["aws_kms_key.main", "aws_kms_replica_key.backup"]);
    for (const address of before.by("update")) {
      expect(before.changed(address)).toEqual(["deletion_window_in_days"]);
    }
  });

  it("knows every resource after the apply: with the ids, and with the file emptied again", async () => {
    const { code, text } = await terraform(`terraform apply -no-color -input=false import.tfplan && rm import.tfplan
      terraform plan -no-color -input=false -detailed-exitcode ${REMOTE}`);
    expect(text).toContain(
      `Apply complete! Resources: ${Object.keys(ids).length} imported, 2 added, 2 changed, 0 destroyed.`,
    );
    expect(text).toContain("No changes.");
    expect(code).toBe(0);
    fillIn({});
    expect(await terraform(`terraform plan -no-color -input=false -detailed-exitcode ${REMOTE}`)).toMatchObject({
      code: 0,
      text: expect.stringContaining("No changes."),
    });
    expect(Object.keys(importIds(resourcesOf(STATE)))).toEqual(Object.keys(ids));
  });
});

describe("what is not imported, imported all the same", () => {
  let shown = "";
  beforeAll(async () => {
    const each = MADE_ANEW.map(
      (address) => `
      id=$(terraform state show -no-color ${address} | sed -n 's/^ *id *= "\\(.*\\)"/\\1/p')
      terraform state rm ${address}
      terraform import ${address} "$id"`,
    );
    shown = (await terraform(`${each.join("")}\nterraform plan -no-color -input=false ${REMOTE}`)).text;
  });

  it.each([
    ["aws_key_pair.deploy", "public_key"],
    ["cloudflare_origin_ca_certificate.origin", "csr"],
  ])("%s would be replaced, for nobody shows its %s", (address, attribute) => {
    expect(shown.match(/Import successful!/g)).toHaveLength(MADE_ANEW.length);
    expect(shown).toContain(`${address} must be replaced`);
    expect(shown).toMatch(new RegExp(`\\+ ${attribute} .*# forces replacement`));
  });
});

describe("a fresh state again", () => {
  beforeAll(() => fs.rmSync(checkout.path(STATE)));

  it("shows in the plan what was left out, as something to make", async () => {
    const { "aws_vpc.main": _, ...others } = ids;
    fillIn({ [STACK]: others });
    expect((await plan()).by("create")).toEqual(expect.arrayContaining([...MADE_ANEW, "aws_vpc.main"]));
  });

  it.each([
    [
      "the id of nothing, and one without its region",
      { "aws_vpc.main": "vpc-00000000000000000", "aws_backup_vault.copies": "cartographer-staging-copies" },
    ],
    ["an id in another form", { "aws_route_table_association.public": "rtbassoc-00000000000000000" }],
  ])("refuses %s", async (_what, wrong: Readonly<Record<string, string>>) => {
    fillIn({ [STACK]: { ...ids, ...wrong } });
    const { code, text } = await terraform(`terraform plan -no-color -input=false ${REMOTE}`);
    for (const id of Object.values(wrong)) expect(text.replaceAll(/[│\s]+/g, " ")).toContain(`"${id}"`);
    expect(text.match(/Cannot import non-existent remote object/g)).toHaveLength(Object.keys(wrong).length);
    expect(code).toBe(1);
  });
});

it("stops a synth with the sentence about a wrong address", () => {
  fillIn({ [STACK]: { "aws_vpc.mian": "vpc-1" } });
  expect(checkout.run("node", ["-r", "./register.js", "main.ts"])).toMatchObject({
    code: 1,
    text:
      "config/imports.ts: infra-staging, aws_vpc.mian: the stack has no resource of that address.\n" +
      "  next: use one of aws_vpc.main\n",
  });
});

type Attributes = Readonly<Record<string, unknown>>;

/** Why an import of these would be wrong stands in resources/. */
const NOT_IMPORTED = ["aws_key_pair", "cloudflare_origin_ca_certificate", "local_file"];

/** The ids of docs/import.md that are not the attribute `id`. */
const COMPOSITE: Readonly<Record<string, (self: Attributes) => string>> = {
  aws_backup_selection: ({ plan_id, id }) => `${plan_id}|${id}`,
  aws_iam_role_policy_attachment: ({ role, policy_arn }) => `${role}/${policy_arn}`,
  aws_route_table_association: ({ subnet_id, route_table_id }) => `${subnet_id}/${route_table_id}`,
  cloudflare_dns_record: ({ zone_id, id }) => `${zone_id}/${id}`,
};

function importIds(resources: readonly Resource[]): Readonly<Record<string, string>> {
  const importable = resources.filter(({ mode, type }) => mode === "managed" && !NOT_IMPORTED.includes(type));
  return Object.fromEntries(
    importable.map(({ type, name, instances: [{ attributes }] }) => {
      const id = COMPOSITE[type]?.(attributes) ?? String(attributes.id);
      const elsewhere = attributes.region !== undefined && attributes.region !== "ap-northeast-1";
      return [`${type}.${name}`, elsewhere ? `${id}@${attributes.region}` : id];
    }),
  );
}

interface Resource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly [{ readonly attributes: Attributes }];
}

function resourcesOf(state: string): readonly Resource[] {
  // Terraform's state, version 4.
  return (JSON.parse(checkout.read(state)) as { resources: readonly Resource[] }).resources;
}

function fillIn(imports: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  const declared = "export const imports: Imports = ";
  const [beginning] = checkout.read("config/imports.ts").split(declared);
  fs.writeFileSync(checkout.path("config/imports.ts"), `${beginning}${declared}${JSON.stringify(imports, null, 2)};\n`);
}

function terraform(script: string) {
  return checkout.shell(STACK, script);
}

interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly importing?: { readonly id: string };
    readonly before: Attributes | null;
    readonly after: Attributes | null;
  };
}

interface Changes {
  /** As a person sees it. */
  readonly said: string;
  /** Id by address. */
  readonly imported: Readonly<Record<string, string>>;
  by(actions: string): readonly string[];
  /** The attributes that an address has differently afterwards. */
  changed(address: string): readonly string[];
}

async function plan(): Promise<Changes> {
  const { stdout, text } = await terraform(`terraform plan -no-color -input=false -out=import.tfplan ${REMOTE} >&2
    terraform show -json import.tfplan`);
  const shown = JSON.parse(stdout) as { resource_changes: readonly ResourceChange[] }; // Terraform's own format
  const changes = shown.resource_changes.filter(({ mode }) => mode === "managed");
  return {
    said: text,
    imported: Object.fromEntries(
      changes.flatMap(({ address, change: { importing } }) => (importing ? [[address, importing.id]] : [])),
    ),
    by: (actions) => changes.filter(({ change }) => change.actions.join() === actions).map(({ address }) => address),
    changed(address) {
      const { before = {}, after = {} } = changes.find((each) => each.address === address)?.change ?? {};
      const names = Object.keys({ ...before, ...after });
      return names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
    },
  };
}

function changeCloud(change: (objects: Record<string, Record<string, object>>) => void): void {
  // As rehearsal/cloud/state.ts writes it.
  const cloud = JSON.parse(checkout.read(".rehearsal/cloud.json")) as { objects: Parameters<typeof change>[0] };
  change(cloud.objects);
  fs.writeFileSync(checkout.path(".rehearsal/cloud.json"), JSON.stringify(cloud));
}
