import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { synthBootstrap } from "../synthesised";

const stack = synthBootstrap();

describe("validations, by Terraform itself", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "validations-"));
  fs.writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ variable: stack.variable }));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  const TOKEN = "abcDEF012_-".repeat(4);
  const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5mUk3c";
  const GOOD = {
    cloudflare_api_token: TOKEN,
    cloudflare_zone_id: "0123456789abcdef0123456789abcdef",
    ssh_public_key: `${KEY} operator@example.com`,
    team_members: ["hanako@example.com", "taro@example.com"],
  };

  /** What Terraform says to values, as text without its frames and line breaks; nothing when it takes them. */
  function refusal(values: Readonly<Record<string, unknown>>): string {
    fs.writeFileSync(path.join(folder, "values.tfvars.json"), JSON.stringify(values));
    const args = ["plan", "-input=false", "-no-color", "-var-file=values.tfvars.json"];
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("TF_")));
    const { error, status, stdout, stderr } = spawnSync("terraform", args, { cwd: folder, encoding: "utf8", env });
    if (error) throw error;
    return status === 0 ? "" : `${stdout}${stderr}`.replaceAll(/[\s│]+/g, " ");
  }

  it("takes good values of every variable", () => {
    expect(Object.keys(GOOD).sort()).toEqual(Object.keys(stack.variable).sort());
    expect(refusal(GOOD)).toBe("");
    expect(refusal({ ...GOOD, ssh_public_key: KEY, team_members: [] })).toBe("");
  });

  it.each<[keyof typeof GOOD, string, unknown, string]>([
    ["cloudflare_api_token", "the example", "replace-me", "cloudflare_api_token must be an API token"],
    ["cloudflare_api_token", "a space", `${TOKEN} `, "cloudflare_api_token must be an API token"],
    ["cloudflare_zone_id", "the example", "replace-me", "cloudflare_zone_id must be 32 hexadecimal digits"],
    ["cloudflare_zone_id", "a digit too many", `${GOOD.cloudflare_zone_id}0`, "cloudflare_zone_id must be 32"],
    ["ssh_public_key", "the example", "replace-me", "ssh_public_key must be one line"],
    ["ssh_public_key", "two lines", `${KEY}\n${KEY}\n`, "ssh_public_key must be one line"],
    ["ssh_public_key", "a private key", "-----BEGIN OPENSSH PRIVATE KEY-----", "ssh_public_key must be one line"],
    ["team_members", "no e-mail address", ["hanako"], "team_members must be e-mail addresses"],
    ["team_members", "two in one text", ["a@example.com, b@example.com"], "team_members must be e-mail addresses"],
    ["team_members", "one twice", ["hanako@example.com", "Hanako@Example.com"], "team_members names somebody twice"],
  ])("refuses as %s %s", (variable, _what, value, message) => {
    expect(refusal({ ...GOOD, [variable]: value })).toContain(message);
  });
});
