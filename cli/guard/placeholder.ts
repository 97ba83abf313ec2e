/** What people write where a secret will stand. */
const WORDS =
  /^(password|passwd|passwort|pass|pwd|pw|secret|token|api[-_]?key|change[-_]?me|replace[-_]?me|example|placeholder|redacted|hidden|your[-_ ].*)$/i;
/**
 * `$NAME`, `${name}`, `$(command)`, `<name>`, `[NAME]`, `{name}`, `%NAME%`, `%s`: something puts the value in later.
 */
const VARIABLE = /^(\$[A-Z_][A-Z0-9_]*|\\?\$+[{(].*|<.*>|\[.*\]|\{.*\}|%[A-Z0-9_]+%|%[sv])$/s;
const ELLIPSIS = /^(x+|\*+|\.+|…|-+|_+|0+)$/i;

/** Whether a text stands where a secret will be, and is none. */
export function isPlaceholder(text: string): boolean {
  return text === "" || WORDS.test(text) || VARIABLE.test(text) || ELLIPSIS.test(text);
}
