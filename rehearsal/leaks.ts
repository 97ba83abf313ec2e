import * as fs from "node:fs";
import * as path from "node:path";
import { infraStackId, TFC_BOOTSTRAP } from "../config";
import { originKeyPath } from "../constructs/origin-csr";
import { infraJsonPath } from "../contract";
import { UserError } from "../errors";
import type { Layout } from "./layout";

/**
 * Looks for every secret of the rehearsal (Cloudflare's token, the origin keys, the AWS secret) in what must not hold
 * one: infrastructure states, infra JSONs, and the bootstrap state except for the AWS secret, which AWS made and Terraform keeps.
 * @throws UserError naming file and secret, never its value.
 */
export function refuseLeaks(layout: Layout, environments: readonly string[]): void {
  const read = (file: string) => fs.readFileSync(path.join(layout.project, file), "utf8");
  const bootstrapState = `secrets/${TFC_BOOTSTRAP}.tfstate`;
  const { cloudflare_api_token: token } = JSON.parse(read("secrets/inputs.json")) as { cloudflare_api_token: string }; // our own file
  const awsSecret = secretOfAccessKey(read(bootstrapState));
  const secrets = [
    { name: "the Cloudflare token", value: token },
    { name: "the AWS secret access key", value: awsSecret },
    { name: "a private key", value: "PRIVATE KEY-----" },
    ...environments.map((name) => ({
      name: `the origin key of ${name}`,
      value: secondLine(read(originKeyPath(name))),
    })),
  ];
  const infra = environments.flatMap((name) => [`state/${infraStackId({ name })}.tfstate`, infraJsonPath(name)]);
  for (const file of [bootstrapState, ...infra]) {
    const found = secrets.find(({ value }) => value !== "" && read(file).includes(value));
    if (found && !(file === bootstrapState && found.value === awsSecret)) {
      throw new UserError(`${file} of the rehearsal holds ${found.name}; it must be in no state and no JSON.`);
    }
  }
}

/** The part of Terraform's state that is read here: https://developer.hashicorp.com/terraform/internals/state-format */
interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

function secretOfAccessKey(state: string): string {
  const { resources } = JSON.parse(state) as State; // Terraform's own format
  const key = resources.find(({ type }) => type === "aws_iam_access_key");
  return String(key?.instances[0]?.attributes.secret ?? "");
}

/** Key material of a PEM file, without its header, which other files have too. */
function secondLine(pem: string): string {
  return pem.split("\n")[1] ?? "";
}
