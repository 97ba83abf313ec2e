import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../common/errors";
import { infraStackId, TFC_BOOTSTRAP } from "../config";
import { infraJsonPath } from "../contract";
import { ORIGIN_SLOTS, originKeyPath } from "../contract/origin-slots";
import { isObject, readAnswer } from "../programs/answer";
import type { Layout } from "./layout";

/**
 * Looks for every secret of the rehearsal (Cloudflare's token, the origin keys, the AWS secret) in what must not hold
 * one: infrastructure states, infra JSONs, and the bootstrap state except for the AWS secret, which AWS made and
 * Terraform keeps.
 * @throws UserError naming file and secret, never its value.
 */
export function refuseLeaks(layout: Layout, environments: readonly string[]): void {
  const read = (file: string) => fs.readFileSync(path.join(layout.project, file), "utf8");
  const bootstrapState = `secrets/${TFC_BOOTSTRAP}.tfstate`;
  // Our own file.
  const { cloudflare_api_token: token } = JSON.parse(read("secrets/inputs.json")) as { cloudflare_api_token: string };
  const everywhere = [
    { name: "the Cloudflare token", value: token },
    { name: "a private key", value: "PRIVATE KEY-----" },
    ...environments.flatMap((name) => {
      const keys = ORIGIN_SLOTS.map((slot) => originKeyPath(name, slot));
      const there = keys.filter((file) => fs.existsSync(path.join(layout.project, file)));
      return there.map((file) => ({ name: `the origin key of ${name}`, value: secondLine(read(file)) }));
    }),
  ];
  const ofAws = secretsOfAccessKey(read(bootstrapState)).map((value) => ({ name: "a secret of the AWS key", value }));
  const infra = environments.flatMap((name) => [`state/${infraStackId({ name })}.tfstate`, infraJsonPath(name)]);
  const cloud = path.relative(layout.project, layout.cloud);
  refuse(read, [bootstrapState], everywhere);
  refuse(read, [...infra, cloud], [...everywhere, ...ofAws]);
}

interface Secret {
  readonly name: string;
  readonly value: string;
}

function refuse(read: (file: string) => string, files: readonly string[], secrets: readonly Secret[]): void {
  for (const file of files) {
    const text = read(file);
    const found = secrets.find(({ value }) => text.includes(value));
    if (!found) continue;
    throw new UserError(
      `${file} of the rehearsal holds ${found.name}; it must be in no state and no JSON.`,
      "make the attribute that carries it write-only, or take it out of the stack",
    );
  }
}

/** The part of Terraform's state that is read here: https://developer.hashicorp.com/terraform/internals/state-format */
interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

function isState(value: unknown): value is State {
  if (!isObject(value) || !Array.isArray(value.resources)) return false;
  return value.resources.every((resource: unknown) => {
    if (!isObject(resource) || typeof resource.type !== "string" || !Array.isArray(resource.instances)) return false;
    return resource.instances.every((instance: unknown) => isObject(instance) && isObject(instance.attributes));
  });
}

/** What AWS made together with the access key; none where runs take roles instead. */
function secretsOfAccessKey(state: string): readonly string[] {
  const { resources } = readAnswer(state, "Terraform", "a state", isState, "npm run rehearse");
  const keys = resources.filter(({ type }) => type === "aws_iam_access_key").flatMap(({ instances }) => instances);
  return keys
    .flatMap(({ attributes }) => [attributes.secret, attributes.ses_smtp_password_v4])
    .filter((value): value is string => typeof value === "string" && value !== "");
}

/** Key material of a PEM file, without its header, which other files have too. */
function secondLine(pem: string): string {
  return pem.split("\n")[1] ?? "";
}
