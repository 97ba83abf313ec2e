import path from "node:path";
import { childEnvironment } from "./environment";

/** What Nix calls the home of somebody who has none: nothing is there, and nothing comes to be there. */
const NO_HOME = "/homeless-shelter";

/** nix reads its own settings from these, and looks for settings and caches in XDG's folders. */
const OF_THE_MACHINE = /^(NIX_|XDG_)/;

/**
 * The environment in which nix reads the files it is given and nothing else of the machine: the same on one with a
 * daemon, with a store of root's, or with nix's programs alone, whatever nix.conf and NIX_* say there. No rights are
 * needed.
 * @param store an absolute path without links: the folder for nix's store and caches, for commands that copy into a
 * store
 *   (every one that takes a flake). Without it there is none, which is enough to evaluate and parse files.
 */
export function nixEnvironment(store?: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(childEnvironment()).filter(([name]) => !OF_THE_MACHINE.test(name));
  return {
    ...Object.fromEntries(inherited),
    // As root nix would otherwise want a group of users that build.
    NIX_CONFIG: "experimental-features = nix-command flakes\nbuild-users-group =\n",
    NIX_CONF_DIR: NO_HOME,
    NIX_USER_CONF_FILES: "",
    NIX_PATH: "",
    ...(store === undefined ? { HOME: NO_HOME, NIX_REMOTE: "dummy://" } : storeBelow(store)),
  };
}

/** As Nix's own tests do it, in every version of it: a store of one's own, which is where its paths say. */
function storeBelow(folder: string): NodeJS.ProcessEnv {
  return {
    HOME: folder,
    NIX_REMOTE: "local",
    NIX_STORE_DIR: path.join(folder, "store"),
    NIX_STATE_DIR: path.join(folder, "state"),
    NIX_LOG_DIR: path.join(folder, "log"),
  };
}
