import { stripVTControlCharacters } from "node:util";
import { UserError } from "../common/errors";

const LINES = 6;
const COLUMNS = 200;
/** Characters in which those lines are looked for. */
const READ = 10_000;
/** A line with which an object or a list begins, and not a word in brackets. */
const JSON_BEGINS = /^\s*(\{|\[\s*(["{[\]\d-]|$))/;

/**
 * What a program printed, as a message may show it: the first lines of its errors or, when there are none, of its
 * answer. An answer in JSON is not shown: it may hold values.
 * @returns text that follows a colon.
 */
export function saidBy({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  const beginnings = [stderr, stdout].map((text) => stripVTControlCharacters(text.slice(0, READ)).trim());
  const printed = beginnings.find((text) => text !== "");
  if (printed === undefined) return "nothing";
  const all = printed.split("\n").filter((line) => line.trim() !== "");
  const json = all.findIndex((line) => JSON_BEGINS.test(line));
  if (json === 0) return "text that begins like JSON";
  const lines = json < 0 ? all : all.slice(0, json);
  const first = lines.slice(0, LINES).map((line) => (line.length > COLUMNS ? `${line.slice(0, COLUMNS)}…` : line));
  return ["", ...first, ...(all.length > first.length ? ["…"] : [])].join("\n    ");
}

/**
 * The JSON that another program printed.
 * @param label the program, as messages name it.
 * @param expected what it should have been, for a message: "the version of Terraform".
 * @throws UserError when it is none, or not what is expected.
 */
export function readAnswer<T>(
  printed: string,
  label: string,
  expected: string,
  isExpected: (value: unknown) => value is T,
  next: string,
): T {
  const value = parseJson(printed);
  if (isExpected(value)) return value;
  const said = value === undefined ? saidBy({ stdout: printed, stderr: "" }) : kindOf(value);
  throw new UserError(`${label} did not answer with ${expected}. It printed: ${said}`, next);
}

/** Whether a value is an object of JSON, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a text was JSON, whatever its value: what {@link parseJson} makes of it. */
export function isJson(value: unknown): value is object | string | number | boolean | null {
  return value !== undefined;
}

/** The value of a text in JSON; undefined, which JSON does not have, for any other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object of another shape" : `a ${typeof value}`;
}
