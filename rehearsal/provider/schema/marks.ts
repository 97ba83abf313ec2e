/**
 * Arguments whose values Terraform must not print. The bindings do not say it, so it is listed for the types in use.
 */
const SENSITIVE: Readonly<Record<string, readonly string[]>> = {
  // configurations of providers
  cloudflare: ["api_key", "api_token", "api_user_service_key"],
  tfe: ["token"],
  // resources and data sources
  aws_iam_access_key: ["secret", "ses_smtp_password_v4"],
  aws_secretsmanager_secret_version: ["secret_binary", "secret_string"],
  aws_ssm_parameter: ["value"],
  local_file: ["sensitive_content"],
  local_sensitive_file: ["content", "content_base64"],
  tfe_variable: ["value"],
};

/** Whether Terraform must not print that attribute of a type, or of a provider's configuration. */
export function isSensitive(type: string, attribute: string): boolean {
  return SENSITIVE[type]?.includes(attribute) ?? false;
}

/**
 * Whether the argument must never be kept: both providers that have such arguments name them so. They carry secrets,
 * all of them.
 */
export function isWriteOnly(attribute: string): boolean {
  return attribute.endsWith("_wo");
}

/** The types that {@link isSensitive} knows, with their attributes. */
export const sensitiveAttributes: Readonly<Record<string, readonly string[]>> = SENSITIVE;
