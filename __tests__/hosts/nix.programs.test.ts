import fs from "node:fs";
import path from "node:path";
import { backendOf } from "../../cli/secrets/backend";
import { evaluateHive } from "../../rehearsal/hive/hive";
import { copyOfHive, PROJECT, temporaryFolder, tool } from "./hive";
import { asFlake } from "./nix";

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

// No one can make a folder there, root neither: as /nix is to a person on a machine that has nix's programs alone.
const NOWHERE = "/proc/nowhere";

describe.each<[string, NodeJS.ProcessEnv]>([
  ["no rights where nix keeps its store", { NIX_STORE_DIR: NOWHERE, NIX_STATE_DIR: NOWHERE, NIX_LOG_DIR: NOWHERE }],
  ["no home, or one that nobody may write", { HOME: NOWHERE, XDG_CACHE_HOME: NOWHERE, XDG_CONFIG_HOME: NOWHERE }],
  ["a daemon that is not there", { NIX_REMOTE: "daemon", NIX_DAEMON_SOCKET_PATH: `${NOWHERE}/socket` }],
  [
    "settings of the machine's",
    { NIX_CONFIG: "build-users-group = nobody-has-it\nrestrict-eval = true", NIX_PATH: "x=x" },
  ],
])("with %s", (_, variables) => {
  beforeEach(() => {
    process.env = { ...before, ...variables };
  });

  test("the hive evaluates", async () => {
    await expect(evaluateHive(PROJECT)).resolves.toHaveLength(2);
    await expect(backendOf(PROJECT, "staging")).resolves.toBe("deployment-keys");
  });

  test("as a flake too, and nix has no more to say than of the flake", () => {
    const { status, stderr } = tool("nix", asFlake(copyOfHive(), "colmenaHive.deploymentConfig"));
    expect(status).toBe(0);
    expect(stderr.match(/^(warning|error): (?!ignoring untrusted flake|not writing modified lock).*$/gm)).toBeNull();
  });
});

test("a file that may not be read is told as that, not as an error of syntax", async () => {
  const programs = temporaryFolder();
  const said = "error: opening file '/home/o p/hosts/table.nix': Permission denied";
  fs.writeFileSync(path.join(programs, "nix-instantiate"), `#!/bin/sh\necho "${said}" >&2\nexit 1\n`, { mode: 0o755 });
  process.env.PATH = `${programs}:${before.PATH}`;
  await expect(evaluateHive(PROJECT)).rejects.toMatchObject({
    message: "The hosts do not evaluate: opening file '/home/o p/hosts/table.nix': Permission denied",
    next: expect.stringMatching(/^ls -ld '\/home\/o p\/hosts\/table\.nix', which you must be able to read/),
  });
});
