import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { systemdReads } from "../systemd-env-file";
import { onLinux } from "../tiers/on-linux";
import { checkout, print } from "./print-key";

onLinux("the variables are those that systemd itself finds, in whatever way a file is written", () => {
  const piece = fc.constantFrom(
    ..."\\\\\\\n\n\n\r\t  ==''\"\"#;$`ab".split(""),
    "DATABASE_URL=",
    "\nDATABASE_URL=",
    " DATABASE_URL = ",
    "OPENROUTER_API_KEY=k\n",
    "\n#",
    "\\\n",
    '"x\\\ny\\q\\$\\\\"',
    "export ",
    "ü",
    "\nDATABASE_URL=a\n",
  );
  // Since version 254 a backslash at the end of a comment means nothing, as here; the library may be older.
  const continuesComment = /(^|[\n\r])[ \t]*[#;][^\n\r]*\\[\n\r]/;
  const files = fc
    .sample(fc.array(piece, { minLength: 4, maxLength: 40 }), { numRuns: 300, seed: 3 })
    .map((pieces) => pieces.join(""))
    .filter((text) => !continuesComment.test(text));
  const read = systemdReads(files);

  const root = checkout();
  const seen = new Map<string, number>();
  for (const [index, text] of files.entries()) {
    // With what systemd found as the example's value, the very same value is refused for it; with another, not.
    const value = read[index]?.DATABASE_URL;
    const example = index % 3 === 0 || value?.includes("'") ? "a" : (value ?? "a");
    fs.writeFileSync(path.join(root, ".env.example"), `DATABASE_URL='${example}'\n`);
    fs.writeFileSync(path.join(root, ".env.staging"), text, { mode: 0o600 });
    const { status, stdout, stderr } = print(root);
    const verdict =
      value === undefined
        ? "(is missing|has an `export`)"
        : value.trim() === ""
          ? "is empty"
          : value === example
            ? "still has the value"
            : "";
    if (/never closed/.test(stderr)) continue; // systemd takes the rest of the file for the value
    seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
    const wanted =
      verdict === ""
        ? { status: 0, stderr: "" }
        : { status: 1, stderr: expect.stringMatching(`DATABASE_URL ${verdict}`) };
    expect({ text, status, stderr }).toEqual({ text, ...wanted });
    expect(stdout).toBe(status === 0 ? Buffer.from(text).toString("latin1") : "");
  }
  expect(seen.size).toBe(4);
  for (const [verdict, times] of seen) expect({ verdict, often: times > 3 }).toEqual({ verdict, often: true });
});
