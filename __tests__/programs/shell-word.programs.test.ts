import { spawnSync } from "node:child_process";
import { bytesOf, nameOf } from "../../programs/file-name";
import { isShown, shellWord } from "../../programs/shell-word";

const BYTES = Array.from({ length: 255 }, (_, at) => Buffer.of(at + 1));
const TEXTS = [
  "",
  "a b",
  "it's",
  "'\\''",
  "$HOME`id`",
  "ünï 日本",
  "é\n",
  "\u001b[31m",
  "\u202etxt",
  "\u0085",
  "\u{1f600}\t1",
];
const NAMES = [
  ...BYTES,
  Buffer.concat(BYTES),
  ...TEXTS.map((text) => Buffer.from(text)),
  Buffer.from("é\xff", "latin1"),
];

test("a name of any bytes is that name again", () => {
  for (const bytes of NAMES) expect(bytesOf(nameOf(bytes))).toEqual(bytes);
});

test("a word of any bytes is one line that a terminal shows, and those bytes to bash", () => {
  const words = NAMES.map((bytes) => shellWord(nameOf(bytes)));
  for (const word of words) expect([word, isShown(word)]).toEqual([word, true]);
  const { stdout } = spawnSync("bash", ["-c", `printf '%s\\0' ${words.join(" ")}`]);
  expect(stdout.toString("latin1").split("\0").slice(0, -1)).toEqual(NAMES.map((bytes) => bytes.toString("latin1")));
});
