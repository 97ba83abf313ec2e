import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { mirror } from "../../rehearsal/mirror";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "mirror-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const at = (name: string) => path.join(folder, name);
function write(name: string, text: string, mode = 0o644): void {
  fs.mkdirSync(path.dirname(at(name)), { recursive: true });
  fs.writeFileSync(at(name), text, { mode });
}
const copied = () =>
  (fs.readdirSync(at("copy"), { recursive: true }) as string[])
    .filter((name) => fs.statSync(at(`copy/${name}`)).isFile())
    .sort();
const mirrored = () => mirror(at("source"), at("copy"), (name) => name === "left.json");

it("copies what is new or differs, and removes what is gone", () => {
  write("source/same", "same");
  write("source/deep/changed", "as it is now");
  write("source/script", "#!", 0o755);
  write("source/left.json", "of the source");
  mirrored();
  expect(copied()).toEqual(["deep/changed", "same", "script"]);
  write("copy/deep/changed", "as it was");
  write("copy/deep/left.json", "of the copy");
  write("copy/gone/deep", "gone");
  fs.chmodSync(at("copy/script"), 0o644);
  mirrored();
  expect(copied()).toEqual(["deep/changed", "deep/left.json", "same", "script"]);
  expect(fs.readFileSync(at("copy/deep/changed"), "utf8")).toBe("as it is now");
  expect(fs.statSync(at("copy/script")).mode & 0o777).toBe(0o755);
});

it("writes nothing where nothing differs", () => {
  write("source/deep/same", "same");
  mirrored();
  const before = fs.statSync(at("copy/deep/same")).ino;
  mirrored();
  expect(fs.statSync(at("copy/deep/same")).ino).toBe(before);
});

it("puts a file where a folder was, a folder where a file was, and nothing where nothing is", () => {
  write("source/was-folder", "file");
  write("source/was-file/deep", "file");
  write("copy/was-folder/deep", "");
  write("copy/was-file", "");
  mirrored();
  expect(copied()).toEqual(["was-file/deep", "was-folder"]);
  mirror(at("missing"), at("copy"), () => false);
  expect(fs.existsSync(at("copy"))).toBe(false);
});
