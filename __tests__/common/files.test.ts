import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../common/errors";
import { createExclusively, writeAtomically } from "../../common/files";
import { temporaryFolder } from "../cli/project";

const folder = temporaryFolder();
const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

describe("writeAtomically", () => {
  test("replaces the contents and makes the folder", async () => {
    const file = path.join(folder, "new/a.json");
    await writeAtomically(file, "one");
    await writeAtomically(file, "two");
    expect(fs.readFileSync(file, "utf8")).toBe("two");
    expect(fs.readdirSync(path.dirname(file))).toEqual(["a.json"]);
  });

  test("gives the permissions asked for, whatever the umask", async () => {
    const umask = process.umask(0o777);
    try {
      await writeAtomically(path.join(folder, "secret"), "x", { mode: 0o600 });
    } finally {
      process.umask(umask);
    }
    expect(modeOf(path.join(folder, "secret"))).toBe(0o600);
  });

  test("a failure leaves nothing behind and names the file", async () => {
    const target = path.join(folder, "blocked");
    fs.mkdirSync(path.join(target, "inside"), { recursive: true }); // a folder that is not empty cannot be replaced
    const before = fs.readdirSync(folder);
    await expect(writeAtomically(target, "x")).rejects.toThrow(/blocked cannot be written/);
    expect(fs.readdirSync(folder)).toEqual(before);
  });

  test("a folder that cannot be made is the operator's to know", async () => {
    fs.writeFileSync(path.join(folder, "file"), "");
    await expect(writeAtomically(path.join(folder, "file/below"), "x")).rejects.toThrow(UserError);
  });
});

describe("createExclusively", () => {
  test("never writes over a file", async () => {
    const file = path.join(folder, "once");
    await createExclusively(file, "first", { mode: 0o600 });
    await expect(createExclusively(file, "second")).rejects.toThrow(/once cannot be written: something stands there/);
    expect(fs.readFileSync(file, "utf8")).toBe("first");
    expect(modeOf(file)).toBe(0o600);
    expect(fs.readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
