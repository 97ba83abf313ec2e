import path from "node:path";
import type { RunOptions } from "../../programs/run";
import { findTerraform, readOutput } from "../../programs/terraform";
import { rehearseStack } from "../../rehearsal/stack-rehearsal";
import { fakeTerraform, temporaryFolder } from "../cli/project";

// A program called terraform that is none, or is not well.
const VERSION = `echo '{"terraform_version":"1.11.4"}'`;

function find(script: string, within?: number) {
  return findTerraform({ PATH: fakeTerraform(temporaryFolder(), script) }, within);
}

test("Terraform says its version", async () => {
  await expect(find(VERSION)).resolves.toMatchObject({ version: "1.11.4" });
});

const INSTALL = /^do what it says, until `terraform version` answers with 1\.11\.0 or later; or: brew install /;

describe("what stands before Terraform is heard", () => {
  test.each([
    [
      "asdf's shim",
      "echo 'No version is set for command terraform' >&2; echo 'asdf install terraform 1.11.4' >&2; exit 126",
      / \(exit code 126\): is it Terraform\? It said: \n {4}No version is set for command terraform\n {4}asdf install /,
      INSTALL,
    ],
    [
      "a shim that explains itself on standard output",
      "echo 'mise: terraform is not installed'; exit 1",
      /\n {4}mise: terraform is not installed$/,
      INSTALL,
    ],
    [
      "the wrapper of setup-terraform",
      `echo '[command]/opt/terraform-bin version -json'; ${VERSION}; echo '::debug::Terraform exited with code 0.'`,
      /\n {4}\[command\]\/opt\/terraform-bin version -json\n {4}…$/,
      /^terraform_wrapper: false, in the workflow that uses hashicorp\/setup-terraform$/,
    ],
    ["nothing", "exit 0", /It said: nothing$/, INSTALL],
    ["garbage", "printf '\\001\\002\\377'", /does not say its version/, INSTALL],
    ["null", "echo null", /It said: \n {4}null$/, INSTALL],
    ["a list", "echo '[]'", /It said: text that begins like JSON$/, INSTALL],
    ["a version of another type", `echo '{"terraform_version":1}'`, /text that begins like JSON$/, INSTALL],
  ])("%s", async (_, script, message, next) => {
    await expect(find(script)).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringMatching(message),
      next: expect.stringMatching(next),
    });
  });

  test("one that hangs", async () => {
    await expect(find("sleep 300", 50)).rejects.toMatchObject({
      message: expect.stringMatching(/^terraform version did not end within 0\.05 s, and was stopped\. It said: /),
      next: expect.stringMatching(/\/terraform version -json$/),
    });
  });

  test("one that prints without end", async () => {
    await expect(find("yes hello")).rejects.toMatchObject({
      message: expect.stringMatching(
        /^terraform version printed more than 64 MiB, and was stopped\. It said: \n {4}hello\n/,
      ),
    });
  });
});

/** A Terraform that answers with that script. */
function terraform(script: string) {
  const folder = temporaryFolder();
  fakeTerraform(folder, script);
  return { executable: path.join(folder, "terraform"), version: "1.11.4" };
}

describe("an output", () => {
  const read = (script: string, options: Partial<RunOptions> = {}) =>
    readOutput(terraform(script), "infra_metadata", { cwd: temporaryFolder(), ...options });

  test.each([
    ["of garbage", "echo hello", /^terraform output did not answer with a value in JSON\. It printed: \n {4}hello$/],
    ["of nothing", "exit 0", /It printed: nothing$/],
    ["that is cut off", `printf '{"a":'`, /It printed: text that begins like JSON$/],
    ["without a word", "exit 1", /^terraform output failed: it ended with exit code 1 and said nothing$/],
    ["that hangs", "sleep 300", /^terraform output did not end within 0\.05 s/, { within: 50 }],
  ])("%s", async (_, script, message, options: Partial<RunOptions> = {}) => {
    await expect(read(script, options)).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringMatching(message),
      next: expect.anything(),
    });
  });

  test("null is a value, for whoever asked to judge", async () => {
    await expect(read("echo null")).resolves.toBeNull();
  });
});

describe("a step of a rehearsal", () => {
  const PLANNED = `echo '{"format_version":"1.2"}'`;
  const rehearse = (script: string) =>
    rehearseStack({
      terraform: terraform(`case "$*" in ${script} esac`),
      stack: "infra-staging",
      folder: temporaryFolder(),
      env: { PATH: process.env.PATH },
      keeps: [],
      onStep: () => undefined,
    });

  test.each([
    [
      "a plan that fails without a word",
      "plan*) exit 1;;",
      /plan failed\.\n\nIt ended with exit code 1 and said nothing\.$/,
    ],
    [
      "a plan shown as nothing",
      "show*) ;;",
      /^terraform show did not answer with a plan as JSON\. It printed: nothing$/,
    ],
    ["a plan shown as null", "show*) echo null;;", /It printed: null$/],
    ["a plan shown as another thing", "show*) echo '{}';;", /It printed: an object of another shape$/],
    ["a plan of more than anybody reads", "show*) yes '{}';;", /^terraform show printed more than 64 MiB/],
    [
      "a second plan that fails",
      `show*) ${PLANNED};; *detailed*) echo gone >&2; exit 1;;`,
      /^infra-staging: the second plan failed\.\n\ngone$/,
    ],
    [
      "a second plan that is not empty",
      `show*) ${PLANNED};; *detailed*) echo more; exit 2;;`,
      /^infra-staging: the plan after the apply is not empty; .*\n\nmore$/,
    ],
  ])("%s", async (_, script, message) => {
    await expect(rehearse(script)).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringMatching(message),
    });
  });
});
