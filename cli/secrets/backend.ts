import path from "node:path";
import { UserError } from "../../common/errors";
import { isJson, readAnswer } from "../../programs/answer";
import { nixEnvironment } from "../../programs/nix";
import { QUESTION } from "../../programs/patience";
import { findOnPath, run } from "../../programs/run";

/** How secrets reach a host: `cartographer.secrets.backend` (hosts/modules/secrets/default.nix). */
export const BACKENDS = ["deployment-keys", "sops", "secrets-manager"] as const;

export type Backend = (typeof BACKENDS)[number];

const TABLE = "hosts/table.nix";

/**
 * The backend of an environment's host, as hosts/table.nix has it.
 * @throws UserError when nix is missing, or the table does not evaluate or names no backend.
 */
export async function backendOf(root: string, environment: string): Promise<Backend> {
  const named = await evaluate(root, `${environment}.secretsBackend`);
  const backend = BACKENDS.find((one) => one === named);
  if (backend) return backend;
  throw new UserError(
    `${TABLE} has no secretsBackend of ${environment} that is one of ${BACKENDS.join(", ")}.`,
    `edit ${TABLE}`,
  );
}

async function evaluate(root: string, attribute: string): Promise<unknown> {
  const nix = findOnPath("nix-instantiate");
  if (!nix) {
    throw new UserError(
      `nix (nix-instantiate) is not on the PATH; ${TABLE}, which names the backend, is read with it.`,
      "https://nixos.org/download, or say which: --backend deployment-keys",
    );
  }
  const args = ["--eval", "--strict", "--json", "--attr", attribute, path.join(root, TABLE)];
  const { exitCode, stdout, stderr } = await run(nix, args, { cwd: root, env: nixEnvironment(), within: QUESTION });
  if (exitCode === 0)
    return readAnswer(stdout, "nix-instantiate", "a value in JSON", isJson, "type -a nix-instantiate");
  throw new UserError(`${TABLE} does not tell ${attribute}: ${stderr.trim().split("\n").at(-1)}`, `edit ${TABLE}`);
}
