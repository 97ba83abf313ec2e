import fs from "node:fs";
import path from "node:path";
import { impurities } from "./findings";
import { PROJECT, tool } from "./hive";

const files = [
  "flake.nix",
  ...["hosts", "rehearsal/hive"].flatMap((folder) =>
    fs
      .readdirSync(path.join(PROJECT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".nix"))
      .map((file) => path.join(folder, file)),
  ),
];

test("every Nix file parses, with no unknown name in it", () => {
  const parsed = tool("nix-instantiate", ["--parse", ...files.map((file) => path.join(PROJECT, file))]);
  expect(parsed.stderr).toBe("");
  expect(parsed.status).toBe(0);
  expect(files).toContain("hosts/vm-test.nix");
});

test("nothing reads the machine it is evaluated on", () => {
  expect(impurities(PROJECT)).toEqual([]);
});

test.each(fs.readdirSync(path.join(PROJECT, "hosts/scripts")))(
  "hosts/scripts/%s is a script that bash understands",
  (file) => {
    expect(tool("bash", ["-n", path.join(PROJECT, "hosts/scripts", file)])).toMatchObject({ status: 0, stderr: "" });
  },
);
