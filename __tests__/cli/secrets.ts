import { generateKeyPairSync, randomBytes } from "node:crypto";

/** A secret for tests, and the text in which it stands. */
export interface Made {
  readonly text: string;
  readonly value: string;
}

/** How to make a secret that a rule must find. None stands in a file of this repository: that would be refused. */
export interface SecretKind {
  readonly title: string;
  readonly rule: string;
  readonly make: () => Made;
}

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

/** Letters and digits that nobody can foresee, one digit at least. */
export function random(length: number): string {
  const letters = [...randomBytes(length - 1)].map((byte) => LETTERS[byte % LETTERS.length]);
  return `${letters.join("")}7`;
}

/** A PEM block. */
export function pem(kind: string, base64: string): string {
  return `-----BEGIN ${kind}-----\n${base64.replaceAll(/.{1,64}/g, "$&\n")}-----END ${kind}-----\n`;
}

/** A JSON Web Token with that payload, as Supabase hands them out. */
export function jwt(payload: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ iss: "supabase", ...payload })}.${random(43)}`;
}

const hex = (length: number) => randomBytes(length).toString("hex").slice(0, length);
const pkcs8 = () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

function kind(rule: string, title: string, value: () => string, within = (text: string) => text): SecretKind {
  const make = () => {
    const made = value();
    return { text: within(made), value: made };
  };
  return { title, rule, make };
}

const token = (rule: string, title: string, prefix: string, length: number) =>
  kind(rule, title, () => prefix + random(length));
const key = (type: string) => kind("private-key", `a key ${type}`, () => pem(`${type} KEY`.trim(), random(640)));
const aws = (prefix: string) => kind("aws-access-key", `${prefix}…`, () => prefix + random(16).toUpperCase());
const password = (rule: string, title: string, url: (value: string) => string, length = 20) =>
  kind(rule, title, () => random(length), url);

/** One or more secrets for every rule. */
export const SECRETS: readonly SecretKind[] = [
  ...["PRIVATE", "RSA PRIVATE", "EC PRIVATE", "DSA PRIVATE", "OPENSSH PRIVATE", "ENCRYPTED PRIVATE"].map(key),
  kind("private-key", "a key of PGP", () => pem(`PGP ${"PRIVATE"} KEY BLOCK`, random(640))),
  kind("private-key", "a key in JSON", () => JSON.stringify(pkcs8()).slice(1, -1)),
  kind("private-key", "a key in JSON in JSON", () => JSON.stringify(JSON.stringify(pkcs8())).slice(3, -3)),
  kind("private-key", "a key on one line", () => pkcs8().trim().replaceAll("\n", " ")),
  kind(
    "private-key",
    "a key in strings",
    () => pkcs8().trim().replaceAll("\n", '",\n"'),
    (text) => `["${text}"]`,
  ),
  kind("private-key", "a key that is cut", () => pem("RSA PRIVATE KEY", random(640)).slice(0, 300)),
  kind("private-key-base64", "a key in base64", () => Buffer.from(pkcs8()).toString("base64")),
  kind("age-key", "an age identity", () => `AGE-SECRET-KEY-1${random(58).toUpperCase()}`),
  ...["AKIA", "ASIA"].map(aws),
  password("aws-secret-key", "in a shell", (value) => `export AWS_SECRET_ACCESS_KEY=${value}`, 40),
  password("aws-secret-key", "in JSON", (value) => `{"SecretAccessKey": "${value}"}`, 40),
  password("aws-secret-key", "in JSON in JSON", (value) => `{\\"SecretAccessKey\\":\\"${value}\\"}`, 40),
  kind("terraform-token", "a token", () => `${random(14)}.atlasv1.${random(67)}`),
  token("github-token", "a personal token", "ghp_", 36),
  token("github-token", "an OAuth token", "gho_", 36),
  token("github-token", "a fine-grained token", "github_pat_", 82),
  kind("ai-api-key", "OpenRouter's", () => `sk-or-v1-${hex(64)}`),
  token("ai-api-key", "OpenAI's", "sk-", 48),
  token("ai-api-key", "a project's of OpenAI", "sk-proj-", 120),
  token("slack-token", "a bot's token", "xoxb-", 50),
  token("cloudflare-token", "a user's token", "cfut_", 48),
  kind("cloudflare-token", "an origin CA key", () => `v1.0-${hex(24)}-${hex(146)}`),
  password("cloudflare-token-assigned", "in tfvars", (value) => `cloudflare_api_token = "${value}"`, 40),
  password("cloudflare-token-assigned", "in a shell", (value) => `CF_API_TOKEN=${value}`, 40),
  token("supabase-key", "a secret key", "sb_secret_", 31),
  kind("supabase-key", "an access token", () => `sbp_${hex(40)}`),
  kind("supabase-service-role", "a JWT", () => jwt({ role: "service_role" })),
  password("url-password", "of a registry", (value) => `https://somebody:${value}@example.com/path`),
  password("url-password", "without a user", (value) => `smtp://:${value}@example.com`),
  password("database-password", "of Postgres", (value) => `postgresql://postgres:${value}@db.example.com:5432/x`),
  password("database-password", "with signs", (value) => `postgres://u:${value}@/#$%@db.example.com/x`),
];

/** A secret that the rule must find. */
export function secretOf(rule: string): string {
  const found = SECRETS.find((candidate) => candidate.rule === rule);
  if (!found) throw new Error(`No secret is made for the rule ${rule}.`);
  return found.make().value;
}
