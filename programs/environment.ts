import os from "node:os";
import path from "node:path";
import { type Variables, without } from "./shell";

const PROJECT_COMMANDS = path.join(__dirname, "..", "node_modules", ".bin");

/** What the operator's shell has set. */
export function shellEnvironment(): Variables {
  return process.env;
}

/**
 * The environment for a child process: the operator's own without what no child is to see (shell-variables.ts), changed
 * by `extra`, with the commands that this project installs (cdktf) first on its PATH.
 */
export function childEnvironment(extra: Variables = {}): NodeJS.ProcessEnv {
  const merged: Record<string, string | undefined> = { ...without("remove", process.env), ...extra };
  merged.PATH = [PROJECT_COMMANDS, merged.PATH].filter(Boolean).join(path.delimiter);
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

/**
 * What git has told the hook that started this process, or nothing: which repository, and which index the commit is
 * made of.
 */
export function hookEnvironment(): Variables {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("GIT_")));
}

/**
 * The folder in which the operator typed the command. `npm run` moves to the package's folder first, so a deploy typed
 * in a rehearsal's project would become a real one: npm keeps the folder it came from in INIT_CWD, which processes
 * further down inherit, hence the comparison.
 */
export function invocationFolder(): string {
  const here = process.cwd();
  const typedIn = process.env.INIT_CWD;
  return typedIn?.startsWith(`${here}${path.sep}`) ? typedIn : here;
}

/**
 * Where sops looks for the operator's age keys: SOPS_AGE_KEY_FILE, or its own folder below the user's configuration.
 */
export function ageKeyFile(): string {
  const { SOPS_AGE_KEY_FILE: named, XDG_CONFIG_HOME: configured } = process.env;
  if (named) return named;
  const mac = path.join(os.homedir(), "Library/Application Support");
  const config = configured || (process.platform === "darwin" ? mac : path.join(os.homedir(), ".config"));
  return path.join(config, "sops/age/keys.txt");
}
