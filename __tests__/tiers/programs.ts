import { findOnPath } from "../../programs/run";

/**
 * The programs that tests start beside node, npm and Terraform, and where Debian has each. README.md's line has all of
 * them.
 */
export const PACKAGES: Readonly<Record<string, string>> = {
  curl: "curl",
  git: "git",
  jq: "jq",
  nginx: "nginx-light",
  nix: "nix-bin",
  "nix-instantiate": "nix-bin",
  openssl: "openssl",
  python3: "python3-venv",
  ssh: "openssh-client",
  "ssh-keygen": "openssh-client",
  "systemd-analyze": "systemd",
};

/** What only Linux has; the tests that need it are for Linux. */
const OF_LINUX = ["systemd-analyze"];

/** The environment in which tests start them: Debian keeps nginx where only root's PATH finds it. */
export const TOOLS: NodeJS.ProcessEnv = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };

/**
 * Looks for all of them before the first test of a tier that starts programs.
 * @throws Error one for all that are missing, with the command that brings them.
 */
export default function demandPrograms(): void {
  const needed = Object.keys(PACKAGES).filter((name) => process.platform === "linux" || !OF_LINUX.includes(name));
  const missing = needed.filter((name) => !findOnPath(name, TOOLS));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((name) => PACKAGES[name]))].join(" ");
  const error = new Error(
    `The tests start programs that are not on the PATH: ${missing.join(", ")}.\n  next: apt-get install -y ${packages}`,
  );
  error.stack = error.message; // nobody needs to know where the tests look
  throw error;
}
