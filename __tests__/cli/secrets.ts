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
  token("service-token", "a key of Google Cloud", "AIza", 35),
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

const digits = (length: number) => Array.from(randomBytes(length), (byte) => 1 + (byte % 9)).join("");
const upper = (length: number) => random(length).toUpperCase();

/** Tokens of services as these hand them out in 2026, whichever rule finds them. */
export const TOKENS: Readonly<Record<string, () => string>> = {
  "GitHub, classic": () => `ghp_${random(36)}`,
  "GitHub, fine-grained": () => `github_pat_${random(22)}_${random(59)}`,
  "GitHub, an app": () => `ghs_${random(36)}`,
  GitLab: () => `glpat-${random(20)}`,
  "GitLab, a deploy token": () => `gldt-${random(20)}`,
  "Slack, a bot": () => `xoxb-${digits(12)}-${digits(12)}-${random(24)}`,
  "Slack, a webhook": () => `https://hooks.slack.com/services/T${upper(8)}/B${upper(10)}/${random(24)}`,
  Stripe: () => `sk_live_51${random(97)}`,
  "Stripe, restricted": () => `rk_live_${random(99)}`,
  "OpenAI, old": () => `sk-${random(20)}T3BlbkFJ${random(20)}`,
  "OpenAI, a project": () => `sk-proj-${random(74)}T3BlbkFJ${random(74)}`,
  Anthropic: () => `sk-ant-api03-${random(93)}AA`,
  OpenRouter: () => `sk-or-v1-${hex(64)}`,
  "AWS, id and secret": () => `AKIA${upper(16)}\naws_secret_access_key = ${random(40)}`,
  "Google Cloud, a key": () => `AIzaSy${random(33)}`,
  "Google Cloud, a service account": () => JSON.stringify({ type: "service_account", private_key: pkcs8() }),
  npm: () => `npm_${random(36)}`,
  "npm, another registry": () => `_authToken=${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
  PyPI: () => `pypi-AgEIcHlwaS5vcmc${random(150)}`,
  SendGrid: () => `SG.${random(22)}.${random(43)}`,
  Twilio: () => `SK${hex(32)}`,
  Telegram: () => `${digits(10)}:AA${random(33)}`,
  "Discord, a bot": () => `M${random(23)}.G${random(5)}.${random(38)}`,
  "Discord, a webhook": () => `https://discord.com/api/webhooks/${digits(19)}/${random(68)}`,
  Cloudflare: () => `cfut_${random(48)}`,
  "Terraform Cloud": () => `${random(14)}.atlasv1.${random(67)}`,
  Supabase: () => `sb_secret_${random(31)}`,
  DigitalOcean: () => `dop_v1_${hex(64)}`,
  "Hugging Face": () => `hf_${random(35).slice(0, 34).replaceAll(/\d/g, "q")}`,
  "HashiCorp Vault": () => `hvs.${random(95)}`,
  Doppler: () => `dp.pt.${random(43)}`,
  Linear: () => `lin_api_${random(40)}`,
  Notion: () => `ntn_${digits(11)}${random(35)}`,
  Grafana: () => `glsa_${random(32)}_${hex(8)}`,
  Shopify: () => `shpat_${hex(32)}`,
  Docker: () => `dckr_pat_${random(27)}`,
  Databricks: () => `dapi${hex(32)}`,
  Groq: () => `gsk_${random(52)}`,
  Tailscale: () => `tskey-auth-${random(17)}-${random(32)}`,
  Vercel: () => `vcp_${random(56)}`,
  Mailgun: () => `key-${hex(32)}`,
  Sentry: () => `sntrys_eyJ${random(100)}_${random(43)}`,
  Postman: () => `PMAK-${hex(24)}-${hex(34)}`,
  "New Relic": () => `NRAK-${upper(27)}`,
  Pulumi: () => `pul-${hex(40)}`,
  Fly: () => `fo1_${random(43)}`,
  PlanetScale: () => `pscale_tkn_${random(43)}`,
  Perplexity: () => `pplx-${random(48)}`,
  RubyGems: () => `rubygems_${hex(48)}`,
};

/** A secret that the rule must find. */
export function secretOf(rule: string): string {
  const found = SECRETS.find((candidate) => candidate.rule === rule);
  if (!found) throw new Error(`No secret is made for the rule ${rule}.`);
  return found.make().value;
}
