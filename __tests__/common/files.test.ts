import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../common/errors";
import { createExclusively, writeAtomically } from "../../common/files";
import { temporaryFolder } from "../cli/project";

const folder = temporaryFolder();
/** More than any system gives. */
const NOBODY = 2 ** 31 - 1;
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

  test("removes what killed writers of the file left, and nothing of a living one or of another file", async () => {
    const below = path.join(folder, "leftovers");
    const uuid = "0d4c4a4e-5a0f-4b53-9d0c-2f1f0b3f4a55";
    const dead = [`.key.pem.${uuid}.tmp`, `.key.pem.${NOBODY}.${uuid}.tmp`];
    const kept = [
      `.key.pem.${process.pid}.${uuid}.tmp`,
      `.key.pem.1.${uuid}.tmp`, // who lives, though it lets nobody signal it
      `.key.pem.next.${NOBODY}.${uuid}.tmp`,
      `.other.pem.${NOBODY}.${uuid}.tmp`,
      ".key.pem.mine.tmp",
    ];
    fs.mkdirSync(below);
    for (const name of [...dead, ...kept]) fs.writeFileSync(path.join(below, name), "");
    await createExclusively(path.join(below, "key.pem"), "x");
    expect(fs.readdirSync(below).toSorted()).toEqual([...kept, "key.pem"].toSorted());
  });

  test("many writers of one file do not disturb each other", async () => {
    const file = path.join(folder, "many");
    await Promise.all(Array.from({ length: 40 }, (_, at) => writeAtomically(file, String(at))));
    expect(Number(fs.readFileSync(file, "utf8"))).toBeLessThan(40);
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
