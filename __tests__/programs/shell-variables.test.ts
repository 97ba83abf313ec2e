import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { demandShell, demandTemporaryFolder, isRehearsed } from "../../programs/demand-shell";
import { childEnvironment } from "../../programs/environment";
import { RULES, ruleFor, without } from "../../programs/shell";
import { ACCEPTED, SHOWN } from "../../programs/shell-variables";
import { rehearsalEnvironment } from "../../rehearsal/environment";
import { layoutOf } from "../../rehearsal/layout";
import { IN_PLACE, SAMPLES } from "./shell-samples";

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

test("every row has a sample, and every sample its row", () => {
  const rows = Object.values(SAMPLES).flatMap((names) => names.map((name) => ruleFor(name)?.row));
  expect([...new Set(rows)].sort()).toEqual(RULES.map(({ row }) => row).sort());
  const rest = Object.keys(ACCEPTED).concat(SHOWN);
  for (const row of rest) expect(RULES.find((rule) => rule.row === row)?.decision).toBe("refuse");
});

describe("what a child sees", () => {
  const child = (name: string) => {
    process.env[name] = "the shell's";
    const env = childEnvironment();
    return { atTheTerminal: env[name], answering: without("unread", env)[name] };
  };
  test.each(SAMPLES.pass)("%s passes", (name) => {
    expect(child(name)).toEqual({ atTheTerminal: "the shell's", answering: "the shell's" });
  });
  test.each(SAMPLES.remove)("%s is taken out", (name) => {
    expect(child(name)).toEqual({ atTheTerminal: IN_PLACE[name], answering: IN_PLACE[name] });
  });
  test.each(SAMPLES.unread)("%s is for the terminal", (name) => {
    expect(child(name)).toEqual({ atTheTerminal: "the shell's", answering: IN_PLACE[name] });
  });
  test("what a command needs wins over the table", () => {
    process.env.GIT_DIR = "theirs";
    expect(childEnvironment({ GIT_DIR: "ours" }).GIT_DIR).toBe("ours");
  });
});

describe("what is refused", () => {
  test.each(SAMPLES.refuse)("%s", (name) => {
    expect(() => demandShell(false, { [name]: "-destroy" })).toThrow(
      expect.objectContaining({
        name: "UserError",
        message: expect.stringMatching(new RegExp(`^${name} is set( to "-destroy")? in this shell: \\w.*[^.]\\.$`)),
        next: `unset ${name}`,
      }),
    );
    expect(() => demandShell(false, { [name]: "" })).not.toThrow();
  });

  test("all at once", () => {
    expect(() => demandShell(false, { TF_DATA_DIR: "/x", PATH: "/bin", CDKTF_APP: "x" })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^TF_DATA_DIR is .*\.\nCDKTF_APP is .*\.$/),
        next: "unset TF_DATA_DIR CDKTF_APP",
      }),
    );
  });

  test("a value is shown only where it can be no secret", () => {
    const message = (name: string) => {
      try {
        demandShell(false, { [name]: 'a "value"' });
      } catch (error) {
        return String(error);
      }
      return "";
    };
    expect(SAMPLES.refuse.filter((name) => message(name).includes('to "a \\"value\\""'))).toEqual([...SHOWN]);
  });

  test.each([...SAMPLES.pass, ...SAMPLES.remove, ...SAMPLES.unread, "PATH", "EDITOR"])("not %s", (name) => {
    expect(() => demandShell(false, { [name]: "x" })).not.toThrow();
  });

  test.each([
    ["TF_CLI_ARGS_plan", "-replace=aws_instance.app", true],
    ["TF_CLI_ARGS_apply", " -replace=aws_instance.app --parallelism=2 -no-color ", true],
    ["TF_CLI_ARGS_plan", "-destroy", false],
    ["TF_CLI_ARGS_plan", "-replace=a.b -destroy", false],
    ["TF_CLI_ARGS_plan", "-no-colors", false],
    ["TF_CLI_ARGS_apply", "-lock=false", false],
    ["TF_CLI_ARGS_init", "-migrate-state", false],
    ["TF_CLI_ARGS", "-no-color", false],
    ["CDKTF_AUTO_APPROVE", "false", true],
    ["CDKTF_SKIP_SYNTH", "0", true],
    ["CDKTF_AUTO_APPROVE", "true", false],
    ["TF_FORCE_LOCAL_BACKEND", "0", false],
  ])("%s=%s is accepted: %s", (name, value, accepted) => {
    const refused = expect(() => demandShell(false, { [name]: value }));
    accepted ? refused.not.toThrow() : refused.toThrow(`${name} is set`);
  });

  test("an argument that is not accepted is refused whatever stands beside it", () => {
    const accepted = fc.constantFrom("-replace=aws_instance.app", "-parallelism=1", "-lock-timeout=60s", "-no-color");
    fc.assert(
      fc.property(fc.array(accepted), fc.array(accepted), (left, right) => {
        const value = [...left, "-destroy", ...right].join(" ");
        expect(() => demandShell(false, { TF_CLI_ARGS_plan: value })).toThrow("TF_CLI_ARGS_plan is set");
      }),
    );
  });
});

describe("a rehearsal", () => {
  const layout = layoutOf("/checkout");
  const real = (name: string) =>
    /^(AWS|CLOUDFLARE|TFE|TF|TERRAFORM|CDKTF|SOPS)_|^(GITHUB_TOKEN|SYNTH_HCL_OUTPUT)$/.test(name);

  test.each(Object.values(SAMPLES).flat())("%s", (name) => {
    process.env[name] = "the shell's";
    const seen = rehearsalEnvironment(layout)[name];
    if (real(name)) expect(seen).not.toBe("the shell's");
    else expect(seen).toBe(SAMPLES.remove.includes(name) ? IN_PLACE[name] : "the shell's");
  });

  test("has providers of its own, and refuses all else as the checkout does", () => {
    expect(() => demandShell(true, { TF_REATTACH_PROVIDERS: "{}" })).not.toThrow();
    expect(() => demandShell(true, { TF_DATA_DIR: "x" })).toThrow("TF_DATA_DIR is set");
  });

  test("is known by where it is", () => {
    expect(isRehearsed(layout.project)).toBe(true);
    expect(isRehearsed(layout.checkout)).toBe(false);
  });
});

describe("the temporary folder", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "shell-"));
  const file = path.join(folder, "file");
  fs.writeFileSync(file, "");
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test("is there", () => {
    expect(() => demandTemporaryFolder({ TMPDIR: folder })).not.toThrow();
    expect(() => demandTemporaryFolder({})).not.toThrow();
    expect(fs.readdirSync(folder)).toEqual(["file"]);
  });

  const noPlaceForFiles = process.platform === "linux" ? "/proc" : "/System";
  test.each([
    ["TMPDIR", path.join(folder, "gone"), "does not exist"],
    ["TMP", path.join(folder, "gone"), "does not exist"],
    ["TMPDIR", file, "is no folder"],
    ["TMPDIR", noPlaceForFiles, "cannot be written to"],
  ])("%s=%s", (name, value, problem) => {
    expect(() => demandTemporaryFolder({ [name]: value })).toThrow(
      expect.objectContaining({
        name: "UserError",
        message: `${name} is set to "${value}" in this shell, and that folder ${problem}.`,
        next: `unset ${name}`,
      }),
    );
  });

  test("is looked at before anything runs Terraform", () => {
    expect(() => demandShell(false, { TMPDIR: file })).toThrow("TMPDIR is set");
  });
});
