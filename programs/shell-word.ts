import { bytesOf } from "./file-name";

/**
 * What a terminal shows as it is: no control character, none that turns the direction of writing, none that is no
 * UTF-8.
 */
const SHOWN = /^[\p{L}\p{N}\p{M}\p{P}\p{S} ]*$/u;
const ESCAPES: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "'": "\\'", "\\": "\\\\" };

/** Whether a terminal shows a text as it is, on one line. */
export function isShown(text: string): boolean {
  return SHOWN.test(text);
}

/**
 * A text as one word of a shell's command line, in quotes only where it needs them; what a terminal would not show is
 * escaped, in the form `$'…'` of bash, zsh and ksh.
 */
export function shellWord(text: string): string {
  if (!isShown(text)) return `$'${Array.from(text, escaped).join("")}'`;
  return /^[\w./@+:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Bytes in octal: how many digits of a hexadecimal one a shell reads differs between them. */
function escaped(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  if (isShown(character)) return character;
  return Array.from(bytesOf(character), (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
