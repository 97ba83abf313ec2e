import { sopsProgram } from "../../dev/tools";
import { SecretsProject } from "../cli/secrets/project";
import { Checkout } from "../rehearsal/checkout";

// What the table says of cdktf-cli and sops, seen with them.

describe("npx cdktf", () => {
  const checkout = new Checkout();
  afterAll(() => checkout.remove());
  const cdktf = (args: string[], env: NodeJS.ProcessEnv) => checkout.run("npx", ["cdktf", ...args], env);

  it.each([
    ["CDKTF_OUTPUT", "elsewhere", ["synth"]],
    ["CDKTF_AUTO_APPROVE", "true", ["deploy", "infra-staging"]],
  ])("%s is refused by synth, and nothing is written", (name, value, args) => {
    const { code, text } = cdktf(args, { [name]: value });
    expect(code).toBe(1);
    expect(text).toMatch(new RegExp(`${name} is set .*in this shell: [^]*next: unset ${name}\\n`));
    expect(checkout.status()).toBe("");
  });

  it("CDKTF_OUTDIR is cdktf's own, and does nothing", () => {
    const { code } = cdktf(["synth"], { CDKTF_OUTDIR: "elsewhere" });
    expect([code, checkout.status()]).toEqual([0, ""]);
    expect(checkout.read("cdktf.out/stacks/infra-staging/cdk.tf.json")).toContain("cartographer-staging");
  });
});

describe("sops", () => {
  it("SOPS_KMS_ARN: nobody else can read the secrets, and AWS is not asked", async () => {
    const project = await new SecretsProject(await sopsProgram()).fill();
    const SOPS_KMS_ARN = "arn:aws:kms:ap-northeast-1:123456789012:key/00000000-0000-0000-0000-000000000000";
    const { exitCode, stderr } = await project.run(["secrets", "init", "staging", "--as", "hanako"], { SOPS_KMS_ARN });
    expect([exitCode, stderr]).toEqual([0, ""]);
    // The format of sops.
    const { sops } = JSON.parse(project.read("secrets/staging/secrets.sops.json")) as { sops: { kms?: unknown } };
    expect(sops.kms ?? []).toEqual([]);
  });
});
