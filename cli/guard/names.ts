/** A kind of file that is not committed, recognised by its name. */
export interface NameRule {
  readonly name: string;
  /** What such a file is, for the line of a finding. */
  readonly what: string;
  /** Why it is refused: what whoever has it could do. */
  readonly why: string;
  /** Matches the path from the project's folder, with "/". */
  readonly pattern: RegExp;
  /** Names that the pattern matches and that may be committed. */
  readonly except?: RegExp;
}

const EXAMPLE = /\.example$/i;

/**
 * Every kind of file that .gitignore keeps out, and a few that it does not know: `git add --force` passes .gitignore.
 */
export const NAME_RULES: readonly NameRule[] = [
  {
    name: "env-file",
    what: "a file of environment variables",
    why: "the application's passwords and API keys stand in it",
    pattern: /(^|\/)(\.env[^/]*|[^/]+\.env)$/i,
    except: EXAMPLE,
  },
  {
    name: "tfvars",
    what: "Terraform's input values",
    why: "tokens are handed to Terraform in it",
    pattern: /\.tfvars[^/]*$/i,
    except: EXAMPLE,
  },
  {
    name: "state",
    what: "Terraform's state",
    why: "it holds what Terraform made in clear text, the secret key of the bootstrap's IAM user among it",
    pattern: /\.tfstate[^/]*$/i,
  },
  {
    name: "plan",
    what: "a plan or crash log of Terraform",
    why: "both hold the variables and the state in clear text",
    pattern: /(\.tfplan|(^|\/)crash[^/]*\.log)$/i,
  },
  {
    name: "key-file",
    what: "a private key",
    why: "whoever has it is the host, or its operator",
    pattern: /(-key\.pem[^/]*|\.(key|p12|pfx|jks|ppk)|(^|\/)id_(rsa|dsa|ecdsa|ed25519)[^/]*)$/i,
    except: /\.pub$/i,
  },
  {
    name: "login",
    what: "a program's stored login",
    why: "it lets anybody act as its owner",
    pattern: /(^|\/)(\.terraformrc|terraform\.rc|credentials\.tfrc\.json|\.netrc|\.pgpass|\.aws\/credentials)$/i,
  },
  {
    name: "decrypted",
    what: "a file of secrets that is not encrypted, by its name",
    why: "in secrets/ data is committed as *.sops.* alone, encrypted",
    pattern: /^secrets\/.*(\.(json|ya?ml|ini|toml|txt)|[.-](dec|decrypted|plain)\.[^/]*)$/is,
    except: /\.sops\.[^/.]+$|\.example$/i,
  },
];

/** The rules that refuse a file for its name alone: its path from the project's folder, with "/". */
export function refusedByName(file: string): readonly NameRule[] {
  return NAME_RULES.filter(({ pattern, except }) => pattern.test(file) && !except?.test(file));
}
