import * as path from "node:path";
import { childEnvironment } from "../cli/environment";
import type { Layout } from "./layout";

/** Variables through which real accounts, or other settings of Terraform, would reach a command. */
const REAL = /^(AWS_|CLOUDFLARE_|TFE_|TF_|CDKTF_|SOPS_|GITHUB_TOKEN$)/;

/** The environment of every command in a rehearsal: the shell's, without credentials, and with the local cloud's sockets. */
export function rehearsalEnvironment(layout: Layout, cloud: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(childEnvironment()).filter(([name]) => !REAL.test(name));
  return {
    ...Object.fromEntries(inherited),
    TF_CLI_CONFIG_FILE: layout.cliConfig,
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    // Else `cartographer secrets init` would use the operator's own age key, or make one in the home folder.
    SOPS_AGE_KEY_FILE: path.join(layout.project, "secrets/age-keys.txt"),
    ...cloud,
  };
}
