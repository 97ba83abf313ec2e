import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { environments, project } from "../config";
import { ORIGIN, resources, synthBootstrap, synthInfra } from "./synthesised";

const ROOT = path.resolve(__dirname, "..");
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");

describe("docs/security.md", () => {
  const rows = read("docs/security.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (Control|---)/.test(line))
    .map((line) => line.slice("| ".length).split(" | "));

  it.each(rows)("%s: is where the table says, and proved by what it says", (_control, livesIn = "", provedBy = "") => {
    const files = [...livesIn.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? "");
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(fs.existsSync(path.join(ROOT, file))).toBe(true);
    const [, test = "", title = ""] = /^`([^`]+)` “(.+)”$/.exec(provedBy) ?? [];
    expect(read(test)).toContain(`"${title}"`);
  });
});

describe("the restore of docs/operations.md", () => {
  const [, script = ""] = /```bash\n(environment=[\s\S]*?)```/.exec(read("docs/operations.md")) ?? [];

  it.each(["staging", "prod"])("asks AWS Backup for what the stacks of %s made", (name) => {
    const prefix = environments.find((environment) => environment.name === name)?.prefix;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "restore-"));
    const calls = path.join(folder, "calls");
    fs.writeFileSync(path.join(folder, "aws"), STUB, { mode: 0o755 });
    const chosen = script.replace(/^environment=.*/, `environment=${name} prefix=${prefix}`);
    const { status, stdout } = spawnSync("bash", ["-euo", "pipefail", "-c", chosen], {
      cwd: ROOT,
      encoding: "utf8",
      timeout: 10_000,
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, CALLS: calls },
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "COMPLETED\n" });
    const { efs_file_system_id } = JSON.parse(read(`hosts/infra-cartographer-${name}.json`));
    const [, , start] = fs.readFileSync(calls, "utf8").split("\n");
    expect(start).toContain("backup start-restore-job --recovery-point-arn arn:aws:backup:newest --resource-type EFS");
    expect(start).toContain(`--iam-role-arn arn:aws:iam::123456789012:role/${prefix}-backup`);
    expect(start).toContain(`file-system-id=${efs_file_system_id},newFileSystem=false,Encrypted=true`);
    fs.rmSync(folder, { recursive: true });
  });
});

describe("docs/import.md and docs/import.ja.md", () => {
  const [english, japanese] = [read("docs/import.md"), read("docs/import.ja.md")];
  const everySetting = {
    alarmEmails: ["a@example.com"],
    zoneSettings: { ...project.zoneSettings, on: ["ssl-strict"] as const },
  };
  const stacks = [
    synthBootstrap(),
    synthBootstrap({ runnerCredentials: "oidc" }),
    synthInfra("staging"),
    synthInfra("prod", {}, ORIGIN, everySetting),
  ];
  const types = new Set(stacks.flatMap(resources).map(([address]) => address.split(".")[0] ?? ""));

  it.each([...types].sort())("say in which form the id of %s goes, or why it is not imported", (type) => {
    for (const text of [english, japanese]) expect(text).toContain(`\n| \`${type}\` | `);
  });

  it("have the same commands and as many headings, rows and steps", () => {
    const fences = (text: string) =>
      [...text.matchAll(/^ *<!-- (.+) -->\n *```([\s\S]*?)```$/gm)].map(([fence]) => fence);
    expect(fences(japanese)).toEqual(fences(english));
    expect(fences(english).length * 2).toBe(english.match(/```/g)?.length);
    const shape = (text: string) => text.match(/^ *(#+|\||-|\d\.) /gm);
    expect(shape(japanese)).toEqual(shape(english));
  });
});

/** Answers as AWS does, and notes what it was asked. */
const STUB = `#!/bin/sh
echo "$@" >> "$CALLS"
case "$2" in
  get-caller-identity) echo 123456789012 ;;
  list-recovery-points-by-backup-vault) echo arn:aws:backup:newest ;;
  start-restore-job) echo job-1 ;;
  describe-restore-job) echo COMPLETED ;;
esac
`;
