/**
 * How programs write a value: as it is, in JSON (also Go's, which Terraform is written in), in URLs and forms, in
 * base64 (also as a part of something longer, such as "user:password"), in the quotes of shells and JavaScript.
 */
export function spellingsOf(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const all = [value, json, goJson(json), ...inUrls(value), ...inBase64(value), ...inShells(value)];
  return [...new Set(all)];
}

function goJson(json: string): string {
  return json.replaceAll(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function inUrls(value: string): readonly string[] {
  // A half of a surrogate pair, which makes encodeURIComponent throw, does not survive UTF-8.
  const component = encodeURIComponent(Buffer.from(value, "utf8").toString("utf8"));
  const strict = component.replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const spellings = [component, strict, strict.replaceAll("%20", "+"), asPasswordInUrl(value)];
  const lowerCase = (text: string) => text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [...spellings, ...spellings.map(lowerCase)];
}

function asPasswordInUrl(value: string): string {
  const url = new URL("https://user@host");
  url.password = value;
  return url.password;
}

/** What is left of a value in base64 wherever it begins in a group of three bytes: the characters it decides alone. */
function inBase64(value: string): readonly string[] {
  const bytes = Buffer.from(value, "utf8");
  const parts = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [...parts, ...parts.map((part) => part.replaceAll("+", "-").replaceAll("/", "_"))];
}

function inShells(value: string): readonly string[] {
  return [
    value.replaceAll("'", "'\\''"),
    value.replaceAll(/[\\"$`]/g, "\\$&"), // within double quotes
    value.replaceAll(/[^\w@%+=:,./-]/g, "\\$&"), // without quotes, as printf %q writes it
    value.replaceAll(/[\\']/g, "\\$&"), // within single quotes, in JavaScript
  ];
}
