import * as path from "node:path";
import { childEnvironment } from "../programs/environment";
import { withoutReal } from "../programs/shell";
import type { Layout } from "./layout";

/**
 * The environment of every command in a rehearsal: the shell's, without credentials and whatever is refused elsewhere.
 */
export function rehearsalEnvironment(layout: Layout): NodeJS.ProcessEnv {
  return {
    ...withoutReal(childEnvironment()),
    TF_CLI_CONFIG_FILE: layout.cliConfig,
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    // Terraform runs for a second at a time: what it would spend on garbage is a sixth of a rehearsal.
    GOGC: "off",
    GOMEMLIMIT: "1GiB",
    GOMAXPROCS: "1",
    // Else `cartographer secrets init` would use the operator's own age key, or make one in the home folder.
    SOPS_AGE_KEY_FILE: path.join(layout.project, "secrets/age-keys.txt"),
  };
}
