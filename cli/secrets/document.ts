import { UserError } from "../../common/errors";
import { ORIGIN_SLOTS, type OriginSlot } from "../../contract/origin-slots";
import { conceal } from "../redaction";
import type { EnvironmentVariables } from "./env-file";

/** All secrets of one environment: what every backend carries, each in its own way. */
export interface SecretDocument {
  /** The application's variables. */
  readonly environment: EnvironmentVariables;
  /** Private keys of origin certificates, PEM, by slot. */
  readonly originKeys: Readonly<Partial<Record<OriginSlot, string>>>;
}

/** The name of a slot's key in the JSON form, and of the file before ".pem". */
export function originKeyName(slot: OriginSlot): `${OriginSlot}-key` {
  return `${slot}-key`;
}

/**
 * The JSON form, as the backends sops (encrypted) and secrets-manager keep it:
 * `{"environment": {"NAME": "value", ...}, "origin-key": "PEM", "origin-next-key": "PEM"}`.
 */
export function serialiseDocument({ environment, originKeys }: SecretDocument): string {
  const keys = ORIGIN_SLOTS.flatMap((slot) => (originKeys[slot] ? [[originKeyName(slot), originKeys[slot]]] : []));
  return `${JSON.stringify({ environment, ...Object.fromEntries(keys) }, null, 2)}\n`;
}

/**
 * Reads the JSON form, and has its values concealed from then on. Never repeats a value.
 * @param where what it was read from, for the message.
 * @throws UserError when it is not of that form.
 */
export function parseDocument(text: string, where: string): SecretDocument {
  const refuse = (problem: string) => new UserError(`${where} does not hold an environment's secrets: ${problem}.`);
  const found = parseObject(text);
  if (!found) throw refuse("it is no JSON object");
  const { environment, ...keys } = found;
  if (!isTexts(environment)) throw refuse('"environment" is no object of texts');
  if (!isTexts(keys)) throw refuse("there is something else than texts beside it");
  const known = ORIGIN_SLOTS.map(originKeyName);
  const unknown = Object.keys(keys).filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0)
    throw refuse(`it has ${unknown.join(", ")}, which are neither "environment" nor an origin key`);
  const originKeys = Object.fromEntries(
    ORIGIN_SLOTS.flatMap((slot) => {
      const key = keys[originKeyName(slot)];
      return key === undefined ? [] : [[slot, key]];
    }),
  );
  return concealed({ environment, originKeys });
}

/** Takes care that none of these secrets is ever printed. */
export function concealed(document: SecretDocument): SecretDocument {
  for (const [name, value] of Object.entries(document.environment)) conceal(value, `the value of ${name}`);
  for (const key of Object.values(document.originKeys)) conceal(key, "an origin key");
  return document;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined; // a parser's message would quote the text
  }
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((one) => typeof one === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
