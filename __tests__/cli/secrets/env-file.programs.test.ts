import { spawnSync } from "node:child_process";
import path from "node:path";
import fc from "fast-check";
import { type EnvironmentVariables, parseEnvFile, renderEnvFile } from "../../../cli/secrets/env-file";
import { UserError } from "../../../common/errors";
import { systemdReads } from "../../systemd-env-file";
import { temporaryFolder, write } from "../project";

const folder = temporaryFolder();
const parse = (text: string) => parseEnvFile(text, ".env.staging");

/** What a shell makes of it. */
function shell(text: string, names: readonly string[]): readonly string[] {
  const file = path.join(folder, "env");
  write(file, text);
  const script = `. "$0"; ${names.map((name) => `printf '%s\\0' "$${name}"`).join("; ")}`;
  const { stdout } = spawnSync("sh", ["-c", script, file], { encoding: "utf8" });
  return stdout.split("\0").slice(0, -1);
}

const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{3,9}$/);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const DROPPED = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
/** Values that systemd carries: no control characters but tab and newline. */
const value = fc.string({ unit: "grapheme", maxLength: 30 }).map((text) => text.replaceAll(DROPPED, "\n"));
const variables = fc.dictionary(name, value, { maxKeys: 4 });
/** Texts made of what means something to the parser. */
const source = fc
  .array(fc.constantFrom(..."AB=\"'\\\n\n \t#;$`x\r", "A=", "\nB=", "K='", 'L="', "export ", "é", "\\\n"), {
    maxLength: 24,
  })
  .map((parts) => parts.join(""));

it("reads whatever it takes exactly as systemd's own parser does", () => {
  const texts = [...fc.sample(source, 4000), ...fc.sample(variables, 200).map(renderEnvFile)];
  const expected = systemdReads(texts);
  let taken = 0;
  for (const [index, text] of texts.entries()) {
    const found = attempt(text);
    if (found === undefined) continue;
    taken += Object.keys(found).length > 0 ? 1 : 0;
    expect({ text, found }).toEqual({ text, found: expected[index] });
  }
  expect(taken).toBeGreaterThan(300);
});

function attempt(text: string): EnvironmentVariables | undefined {
  try {
    return parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return undefined;
  }
}

it("writes what systemd, a shell and itself read back, whatever the values", () => {
  const all = fc.sample(variables, 60).map((one) => ({ PROBE: "x", ...one }));
  const bySystemd = systemdReads(all.map(renderEnvFile));
  for (const [index, one] of all.entries()) {
    expect(parse(renderEnvFile(one))).toEqual(one);
    expect(bySystemd[index]).toEqual(one);
    expect(shell(renderEnvFile(one), Object.keys(one))).toEqual(Object.values(one));
  }
});

it.each([
  ["plain", "A=b", { A: "b" }],
  ["comments and empty lines", "# x\n; y\n\nA=b # c\n", { A: "b # c" }],
  ["spaces around, kept inside quotes", "A =  b c  \nB=' d '\n", { A: "b c", B: " d " }],
  [
    "a URL with everything",
    "A=postgresql://u:p$w`@h:5432/d?x=y&z=%27#f",
    { A: "postgresql://u:p$w`@h:5432/d?x=y&z=%27#f" },
  ],
  ["single quotes, in which nothing is special", "A='\\n$x\"\nsecond'", { A: '\\n$x"\nsecond' }],
  ["double quotes and their escapes", 'A="\\"\\\\\\$\\`\\n\\\nz"', { A: '"\\$`\\nz' }],
  ["pieces put together", "A='a'\"b\"c", { A: "abc" }],
  ["a line that goes on", "A=a\\\nb\n", { A: "ab" }],
  ["no newline at the end, and none at all", "A=", { A: "" }],
  ["carriage returns", "A=b\r\nB=c\r\n", { A: "b", B: "c" }],
])("reads %s", (_what, text, expected) => {
  expect(parse(text)).toEqual(expected);
  expect(systemdReads([text])).toEqual([expected]);
});

it.each([
  ["a line without =", "A=b\nSECRET\n", "line 2: there is no = in it; systemd would drop the line"],
  ["export", "export A=SECRET", 'line 1: systemd knows no "export": begin the line with the name'],
  ["a bad name", "A-B=SECRET", "line 1: what stands before the = is no name"],
  ["a name twice", "A=SECRET\n\nA=SECRET2", "line 3: A is set a second time"],
  ["an open quote", "B=x\nA='SECRET\n", "line 2: a quote is not closed"],
  ["an open double quote", 'A="SECRET\n', "line 1: a quote is not closed"],
  ["a control character", "A=SECRET\u0007", "line 1: the value of A has a control character"],
  ["half a character", "A=SECRET\ud800", "line 1: the value of A has a control character or is no UTF-8"],
  ["a comment that goes on", "# x\\\nA=SECRET", "line 1: a comment ends with a backslash"],
  ["a backslash at the end", "A=SECRET\\", "line 1: the file ends with a backslash"],
])("refuses %s, naming the line and never the value", (_what, text, problem) => {
  let message = "";
  try {
    parse(text);
  } catch (error) {
    message = (error as UserError).text; // a test's own expectation follows
  }
  expect(message).toContain(`.env.staging, ${problem}`);
  expect(message).not.toContain("SECRET");
});
