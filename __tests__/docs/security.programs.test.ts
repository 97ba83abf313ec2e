import * as fs from "node:fs";
import * as path from "node:path";
import { ROOT } from "./documents";

const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");

describe("docs/security.md", () => {
  const rows = read("docs/security.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (Control|---)/.test(line))
    .map((line) => line.slice("| ".length).split(" | "));

  it.each(rows)("%s: is where the table says, and proved by what it says", (_control, livesIn = "", provedBy = "") => {
    const files = [...livesIn.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? "");
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(fs.existsSync(path.join(ROOT, file))).toBe(true);
    const [, test = "", title = ""] = /^`([^`]+)` “(.+)”$/.exec(provedBy) ?? [];
    expect(read(test)).toContain(`"${title}"`);
  });
});
