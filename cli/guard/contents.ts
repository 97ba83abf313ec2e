import { isPlaceholder } from "./placeholder";

/** A kind of secret, recognised in a text. */
export interface ContentRule {
  readonly name: string;
  /** What it is, for the line of a finding and for `[redacted: …]`. */
  readonly what: string;
  /** Why it is refused: what whoever has it could do. */
  readonly why: string;
  /** With the flags d and g; the secret is the group `secret`, or the whole match where that has none. */
  readonly pattern: RegExp;
  /** Looks closer at what matched. @default anything that is no placeholder is a secret */
  readonly confirms?: (secret: string) => boolean;
}

/** Between a name and its value: `=`, `:`, `:=`, `=>`, quotes before and after, also escaped. */
const IS = "\\\\{0,4}[\"'`]?[ \\t]{0,40}(?:=>?|:=?)[ \\t]{0,40}\\\\{0,4}[\"'`]?";
const KEY_KIND = "(?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----";

/**
 * The header of a key with what makes it one: a line that ends there, or key material behind an escaped end of line,
 * behind blanks, or in the next string of a list. A mere mention, as in the code that looks for it, is no key.
 */
const KEY_BEGINS = [
  `-----BEGIN ${KEY_KIND}(?=`,
  "[ \\t]*(?:\\r?\\n|$)",
  "|(?:\\\\{1,4}[rn]|[ \\t])+(?:[A-Za-z0-9+/]{16}|[A-Z][A-Za-z-]{2,20}: )",
  "|(?:\\\\{1,4}[rn]|[\\s\"'`+,])+[A-Za-z0-9+/]{40}",
  ")",
].join("");
/** The rest of the block to its end; without one, as far as it looks like a key. */
const KEY_GOES_ON = `(?:[\\s\\S]{0,20000}?-----END ${KEY_KIND}|(?:[\\s"'\`+,|>│]|\\\\{1,4}[rn]|[A-Za-z0-9+/=]{16,})*)`;

const DATABASE = "(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|rediss?|amqps?)";

function urlWithPassword(scheme: string, character: string): RegExp {
  const user = "[^\\s:/@\"'`<>]{0,100}";
  return new RegExp(`(?<![A-Za-z0-9+.-])${scheme}://${user}:(?<secret>${character}{1,300})@`, "dgi");
}

/**
 * Tokens with a beginning of their own that secretlint's recommended rules do not know (13.1.0, tried on each; beside
 * each its service): the forms that their makers document.
 */
const SERVICE_TOKENS = [
  "AIza[\\w-]{35}", // Google Cloud
  "pypi-AgE[\\w-]{50,}", // PyPI
  "do[opr]_v1_[0-9a-f]{64}", // DigitalOcean
  "gl(?:agent|cbt|dt|ffct|ft|imt|oas|ptt|rt|soat)-[\\w.-]{20,}", // GitLab, all but the personal one
  "_authToken\\s?=\\s?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", // a registry of npm packages
  "SK[0-9a-f]{32}", // Twilio
  "\\d{8,10}:AA[\\w-]{33}", // Telegram
  "[MNO][\\w-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,40}", // Discord, a bot
  "https://discord(?:app)?\\.com/api/webhooks/\\d{17,20}/[\\w-]{60,}", // Discord, a channel
  "dp\\.(?:audit|ct|pt|sa|scim|st)\\.[\\w.-]{40,}", // Doppler
  "sntry[su]_[\\w+/=-]{40,}", // Sentry
  "PMAK-[0-9a-f]{24}-[0-9a-f]{34}", // Postman
  "NRAK-[A-Z0-9]{27}", // New Relic
  "pul-[0-9a-f]{40}", // Pulumi
  "fo1_[\\w-]{43}", // Fly
  "pscale_(?:oauth|pw|tkn)_[\\w.=-]{32,}", // PlanetScale
  "pplx-[A-Za-z0-9]{48}", // Perplexity
  "rubygems_[0-9a-f]{48}", // RubyGems
  "key-[0-9a-f]{32}", // Mailgun
];

/** A kind of token, by how it begins. */
function token(name: string, what: string, pattern: string): ContentRule {
  const why = "whoever has it acts as its owner there";
  return { name, what, why, pattern: new RegExp(`(?<![A-Za-z0-9])${pattern}`, "dg") };
}

/**
 * Secrets by their shape that secretlint (secretlint.ts) does not know, or knows less well: keys, passwords in URLs.
 * Tokens of GitHub, Slack, OpenAI and Anthropic and AWS's secret key are here too, because errors are redacted by these
 * rules alone: they are printed at once, also where packages are missing. Not here, because shape does not tell:
 * passwords in an assignment, hexadecimal keys, and JWTs other than Supabase's service role (its anon key is public by
 * design, and differs in its payload alone).
 */
export const CONTENT_RULES: readonly ContentRule[] = [
  {
    name: "private-key",
    what: "a private key",
    why: "whoever has it is the host, or its operator",
    pattern: new RegExp(KEY_BEGINS + KEY_GOES_ON, "dg"),
  },
  {
    name: "private-key-base64",
    what: "a private key in base64",
    why: "base64 is no encryption: whoever has it is the host, or its operator",
    pattern: /LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,20000}={0,2}/dg,
    confirms: (secret) => Buffer.from(secret, "base64").toString("latin1").includes("PRIVATE KEY"),
  },
  {
    name: "age-key",
    what: "an age identity",
    why: "it decrypts every sops file that names its recipient",
    pattern: /AGE-SECRET-KEY-(?:[A-Z]{1,8}-)?1[A-Z0-9]{20,}/dgi,
  },
  {
    name: "aws-access-key",
    what: "an AWS access key id",
    why: "it names the key whose secret is rarely far, and it goes into the history with it",
    pattern: /(?<![A-Za-z0-9+/])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9+/])/dg,
  },
  {
    name: "aws-secret-key",
    what: "an AWS secret access key",
    why: "whoever has it acts as its user at AWS",
    pattern: new RegExp(
      `(?:aws[_-]?secret|secret[_-]?access[_-]?key|secret[_-]?key)[a-z_-]{0,20}${IS}` +
        `(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])`,
      "dgi",
    ),
  },
  token("terraform-token", "a token of Terraform Cloud", "[A-Za-z0-9]{14}\\.atlasv1\\.(?<secret>[A-Za-z0-9_=-]{20,})"),
  token("github-token", "a token of GitHub", "(?:gh[pousr]_|github_pat_)(?<secret>[A-Za-z0-9_]{20,})"),
  token("slack-token", "a token of Slack", "(?:xox[a-z]|xapp)-(?<secret>[A-Za-z0-9-]{10,})"),
  token(
    "cloudflare-token",
    "a token or key of Cloudflare",
    "(?:cf(?:k|ut|at)_(?<secret>[A-Za-z0-9_-]{40,})|v1\\.0-[0-9a-f]{24}-[0-9a-f]{100,})",
  ),
  token(
    "supabase-key",
    "a secret key or access token of Supabase",
    "(?:sb_secret_(?<secret>[A-Za-z0-9_-]{20,})|sbp_[0-9a-f]{40})",
  ),
  token("service-token", "a token of a service", `(?:${SERVICE_TOKENS.join("|")})(?![A-Za-z0-9])`),
  {
    name: "ai-api-key",
    what: "an API key of OpenRouter, OpenAI or Anthropic",
    why: "whoever has it spends its owner's money",
    pattern: /(?<![A-Za-z0-9_-])sk-(?:(?:or|ant|proj|svcacct|admin)-)?(?:v\d-)?(?<secret>[A-Za-z0-9_-]{20,})/dg,
    // Names such as sk-loading-indicator-of-something have no digit; keys do.
    confirms: (secret) => /\d/.test(secret) && !isPlaceholder(secret),
  },
  {
    name: "cloudflare-token-assigned",
    what: "a token or key of Cloudflare",
    why: "it changes the zone: where the names point, and how they are encrypted",
    pattern: new RegExp(
      `(?:cloudflare|(?<![a-z0-9])cf)[a-z0-9_.-]{0,30}(?:token|key)${IS}` +
        `(?<secret>[A-Za-z0-9_-]{37,45})(?![A-Za-z0-9_-])`,
      "dgi",
    ),
  },
  {
    name: "supabase-service-role",
    what: "a service role key of Supabase",
    why: "it reads and writes the database past its row level security",
    pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,}/dg,
    confirms: (jwt) => /"role"\s*:\s*"service_role"/.test(payloadOf(jwt)),
  },
  {
    name: "url-password",
    what: "a password in a URL",
    why: "whoever has it logs in to what the URL names",
    pattern: urlWithPassword(`(?!${DATABASE}:)[a-z][a-z0-9+.-]{1,20}`, "[^\\s/@\"'`]"),
  },
  {
    name: "database-password",
    what: "a password in a connection URL",
    why: "whoever has it logs in to the database",
    // People forget to encode the "@" and "/" of a password; in any other URL such a text is a path.
    pattern: urlWithPassword(DATABASE, "[^\\s\"'`]"),
  },
];

/** A secret in a text. */
export interface Found {
  readonly rule: Pick<ContentRule, "name" | "what" | "why">;
  /** Where it begins and where it has ended, in UTF-16 code units from the start of the text. */
  readonly start: number;
  readonly end: number;
}

/** Every secret in a text that has one of the known shapes, ordered by where it begins; two rules may find the same. */
export function secretsIn(text: string): readonly Found[] {
  return CONTENT_RULES.flatMap((rule) => foundBy(rule, text)).sort((a, b) => a.start - b.start);
}

function foundBy(rule: ContentRule, text: string): readonly Found[] {
  const isSecret = rule.confirms ?? ((secret: string) => !isPlaceholder(secret));
  return [...text.matchAll(rule.pattern)].flatMap((match) => {
    const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length];
    return isSecret(text.slice(start, end)) ? [{ rule, start, end }] : [];
  });
}

function payloadOf(jwt: string): string {
  return Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8");
}
