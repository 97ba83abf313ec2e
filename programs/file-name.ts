// A file's name is bytes. Where they are no UTF-8, each byte beyond ASCII stands in the text as half a character that
// no UTF-8 has (U+DC80 to U+DCFF, as Python's surrogateescape has it), so that the way back is known.

const BEYOND = 0xdc00;
const HALF = /^[\udc80-\udcff]$/;

/** The name that bytes spell. */
export function nameOf(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  if (Buffer.from(text).equals(bytes)) return text;
  return [...bytes].map((byte) => String.fromCharCode(byte < 0x80 ? byte : BEYOND + byte)).join("");
}

/** The bytes of a name that {@link nameOf} gave, for the file system and for git. */
export function bytesOf(name: string): Buffer {
  return Buffer.concat(
    Array.from(name, (part) => (HALF.test(part) ? Buffer.of(part.charCodeAt(0) - BEYOND) : Buffer.from(part))),
  );
}
