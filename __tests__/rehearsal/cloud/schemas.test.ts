import { join } from "node:path";
import type { ResourceRule } from "../../../rehearsal/cloud/rule";
import { dataRules, resourceRules } from "../../../rehearsal/cloud/rules";
import { deriveSchema } from "../../../rehearsal/provider/schema/derive";
import type { BlockSchema } from "../../../rehearsal/provider/schema/model";
import { openPackage, servedProviders } from "../../../rehearsal/provider/schema/packages";
import { importForm } from "../../../resources";

const packages = servedProviders.map((traits) => openPackage(join(__dirname, "../../../node_modules"), traits));

function schemaOf(kind: "resource" | "data", type: string): BlockSchema {
  const from = packages.find(({ name }) => type.startsWith(`${name}_`));
  if (!from) throw new Error(`no provider has ${type}`);
  return deriveSchema(from, { kind, type });
}

/** Whether the schema has an attribute at that path, through blocks and objects. */
function has(schema: BlockSchema, [head = "", ...rest]: readonly string[]): boolean {
  const block = schema.blocks.find(({ name }) => name === head);
  if (block) return rest.length === 0 || has(block.block, rest);
  const attribute = schema.attributes.find(({ name }) => name === head);
  if (!attribute || rest.length === 0) return attribute !== undefined;
  if (attribute.nested) return has({ attributes: attribute.nested.attributes, blocks: [] }, rest);
  return JSON.stringify(attribute.type).includes(`"${rest[0]}"`);
}

/** Every attribute that a rule names. */
function namesIn(rule: ResourceRule): readonly string[] {
  const tables = [rule.defaults, rule.computed, rule.references, rule.forceNewIf].flatMap((table) =>
    Object.keys(table ?? {}),
  );
  const once = typeof rule.shownOnce === "function" ? rule.shownOnce({ sensitive: true }) : (rule.shownOnce ?? []);
  return [...tables, ...(rule.forceNew ?? []), ...(rule.recomputed ?? []), ...(rule.unique ?? []).flat(), ...once];
}

// A misspelt attribute would be a rule that never holds.
test.each(Object.keys(resourceRules))("%s: the provider has every attribute that its rule names", (type) => {
  const schema = schemaOf("resource", type);
  const rule = resourceRules[type];
  expect(rule && namesIn(rule).filter((name) => !has(schema, name.split(".")))).toEqual([]);
});

test.each(Object.keys(resourceRules))("%s: the provider has the attributes of which its import id consists", (type) => {
  const schema = schemaOf("resource", type);
  const names = (importForm(type)?.forms ?? []).flatMap((form) => form.match(/(?<=<)\w+(?=>)/g) ?? []);
  const known = (name: string) => name in (resourceRules[type]?.importNames ?? {}) || has(schema, [name]);
  expect(names.filter((name) => !known(name))).toEqual([]);
});

// Whatever the service always fills in must come from the rule: null would not be what Terraform sees there.
const NULL_HERE: Readonly<Record<string, readonly string[]>> = {
  aws_iam_access_key: ["encrypted_secret", "encrypted_ses_smtp_password_v4", "key_fingerprint"], // only with a PGP key
};

test.each(Object.keys(resourceRules))("%s: what only the service fills in, the rule fills in", (type) => {
  const rule = resourceRules[type];
  const filled = ["id", ...Object.keys(rule?.computed ?? {}), ...Object.keys(rule?.defaults ?? {})];
  const missing = schemaOf("resource", type)
    .attributes.filter(({ computed, optional, name }) => computed && !optional && !filled.includes(name))
    .map(({ name }) => name);
  expect(missing).toEqual(NULL_HERE[type] ?? []);
});

test.each(Object.keys(dataRules))("the provider has data.%s", (type) => {
  expect(schemaOf("data", type).attributes.length).toBeGreaterThan(0);
});
