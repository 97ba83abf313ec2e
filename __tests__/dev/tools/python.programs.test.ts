import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { makeMovable } from "../../../dev/tools/python";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "python-"));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const bin = path.join(root, "a b/日本語 \"x\" 'y' $c");

it.each([
  ["with a shell in its first line", `#!/bin/sh\n'''exec' "${bin}/python3" "$0" "$@"\n' '''`],
  ["with Python's path there", `#!${bin}/python3`],
])("a script of pip's starts at any path: %s", (_, head) => {
  fs.mkdirSync(bin, { recursive: true });
  const python = spawnSync("sh", ["-c", "command -v python3"], { encoding: "utf8" }).stdout.trim();
  fs.rmSync(path.join(bin, "python3"), { force: true });
  fs.symlinkSync(python, path.join(bin, "python3"));
  const script = path.join(bin, "hello");
  fs.writeFileSync(script, `${head}\nimport sys\nprint("hello", *sys.argv[1:])\n`, { mode: 0o755 });
  const hello = () => spawnSync(script, ["to you"], { encoding: "utf8" });
  expect(hello().status).not.toBe(0);
  makeMovable(bin);
  expect(hello()).toMatchObject({ status: 0, stdout: "hello to you\n" });
});
