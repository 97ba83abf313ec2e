import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyCloud, refusalsOf, temporaryFolder } from "./setup";

const NAME = "../../../hosts/infra-cartographer-staging.json";
const whole = { filename: NAME, content: '{"a":1}\n', content_base64: null, sensitive_content: null, source: null };

function digest(algorithm: string, encoding: "hex" | "base64"): string {
  return createHash(algorithm).update(whole.content).digest(encoding);
}

test("it is written, with the permissions asked for and the checksums of the real provider", async () => {
  const { cloud, call, project } = emptyCloud();
  const file = await cloud.create("local_file", { ...whole, file_permission: "0640" }, call);
  const path = join(project, "hosts/infra-cartographer-staging.json");
  expect(readFileSync(path, "utf8")).toBe(whole.content);
  expect(statSync(path).mode & 0o777).toBe(0o640 & ~process.umask());
  expect(file.attributes).toMatchObject({
    id: digest("sha1", "hex"),
    content_md5: digest("md5", "hex"),
    content_sha1: digest("sha1", "hex"),
    content_sha256: digest("sha256", "hex"),
    content_sha512: digest("sha512", "hex"),
    content_base64sha256: digest("sha256", "base64"),
    content_base64sha512: digest("sha512", "base64"),
    file_permission: "0640",
    directory_permission: "0777",
  });
  expect(cloud.read("local_file", file.id, call)).toEqual(file);
});

test.each([
  ["edited", (path: string) => writeFileSync(path, "by hand")],
  ["gone", (path: string) => rmSync(path)],
])("a file that is %s is no more, and can be made again", async (_how, meddle) => {
  const { cloud, call, project } = emptyCloud();
  const path = join(project, "hosts/infra-cartographer-staging.json");
  const file = await cloud.create("local_file", whole, call);
  meddle(path);
  expect(cloud.read("local_file", file.id, call)).toBeUndefined();
  await cloud.create("local_file", whole, call);
  expect(readFileSync(path, "utf8")).toBe(whole.content);
});

test("removing it removes the file, and one that is gone already is no error", async () => {
  const { cloud, call, project } = emptyCloud();
  const file = await cloud.create("local_file", whole, call);
  cloud.remove("local_file", file.id, call);
  expect(existsSync(join(project, "hosts/infra-cartographer-staging.json"))).toBe(false);
  cloud.remove("local_file", file.id, call);
});

test("content comes as base 64 and from another file, too", async () => {
  const { cloud, call, project } = emptyCloud();
  const encoded = {
    ...whole,
    content: null,
    content_base64: Buffer.from("one").toString("base64"),
    filename: "one.txt",
  };
  await cloud.create("local_file", encoded, call);
  await cloud.create("local_file", { ...whole, content: "two", filename: "two.txt" }, call);
  rmSync(join(call.workingDirectory, "two.txt"));
  writeFileSync(join(project, "source.txt"), "three");
  const copied = { ...whole, content: null, source: "../../../source.txt", filename: "three.txt" };
  await cloud.create("local_file", copied, call);
  expect(readFileSync(join(call.workingDirectory, "one.txt"), "utf8")).toBe("one");
  expect(readFileSync(join(call.workingDirectory, "three.txt"), "utf8")).toBe("three");
});

describe("nothing is written outside the project", () => {
  const { cloud, call, project } = emptyCloud();
  const elsewhere = temporaryFolder();
  mkdirSync(join(project, "hosts"));
  symlinkSync(elsewhere, join(project, "hosts/link"));

  test.each([
    "../../../../escaped.json",
    join(elsewhere, "absolute.json"),
    "../../../hosts/link/through.json",
    "../../..",
  ])("%s", async (filename) => {
    const refusals = await refusalsOf(() => cloud.create("local_file", { ...whole, filename }, call));
    expect(refusals).toMatchObject([{ summary: "File outside the project", attribute: "filename" }]);
    expect(existsSync(join(elsewhere, "through.json"))).toBe(false);
  });

  test("an absolute name within it is fine", async () => {
    await cloud.create("local_file", { ...whole, filename: join(project, "hosts/inside.json") }, call);
    expect(existsSync(join(project, "hosts/inside.json"))).toBe(true);
  });
});

test("two files of the same content are two files, though their ids are the same", async () => {
  const { cloud, call, project } = emptyCloud();
  const [one, other] = [
    await cloud.create("local_file", whole, call),
    await cloud.create("local_file", { ...whole, filename: "twin.json" }, call),
  ];
  expect(one.attributes.id).toBe(other.attributes.id);
  cloud.remove("local_file", other.id, call);
  expect(cloud.read("local_file", one.id, call)).toEqual(one);
  expect(readFileSync(join(project, "hosts/infra-cartographer-staging.json"), "utf8")).toBe(whole.content);
});
