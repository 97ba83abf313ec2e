import { spawnSync } from "node:child_process";
import path from "node:path";
import type { EnvironmentVariables } from "../cli/secrets/env-file";

/**
 * What systemd makes of each text as a file of environment variables; null where it refuses it. The functions are its
 * own, from its library, which Debian's systemd comes with.
 */
export function systemdReads(texts: readonly string[]): readonly (EnvironmentVariables | null)[] {
  const oracle = path.join(__dirname, "systemd-env-file.py");
  const { status, stdout, stderr } = spawnSync("python3", [oracle], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`systemd's parser could not be called: ${stderr}`);
  return JSON.parse(stdout);
}
