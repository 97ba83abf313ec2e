import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import type { Attributes, CloudView, Computed, Refusal, ResourceRule, ResourceRules } from "../../rule";
import { text } from "../../values";
import { demand, exactlyOneOf, matches } from "../refuse";

/** Where the file is: relative names begin at Terraform's folder. */
function pathOf(self: Attributes, cloud: CloudView): string {
  return resolve(cloud.workingDirectory, String(self.filename));
}

function contentOf(self: Attributes, cloud: CloudView): Buffer {
  const encoded = text(self.content_base64);
  if (encoded !== undefined) return Buffer.from(encoded, "base64");
  const source = text(self.source);
  if (source !== undefined) return readFileSync(resolve(cloud.workingDirectory, source));
  return Buffer.from(text(self.sensitive_content) ?? text(self.content) ?? "");
}

function hash(content: Buffer, algorithm: string, encoding: "hex" | "base64"): string {
  return createHash(algorithm).update(content).digest(encoding);
}

function checksum(algorithm: string, encoding: "hex" | "base64" = "hex"): Computed {
  return (self, cloud) => hash(contentOf(self, cloud), algorithm, encoding);
}

/** The project is three folders above the one that Terraform runs in: cdktf.out/stacks/NAME. */
function projectOf(cloud: CloudView): string {
  return resolve(cloud.workingDirectory, "../../..");
}

function staysInProject(self: Attributes, cloud: CloudView): readonly Refusal[] {
  const root = realpathSync(projectOf(cloud));
  const inside = relative(root, throughLinks(pathOf(self, cloud)));
  const detail = `filename "${self.filename}" is outside ${root}: a rehearsal writes nowhere else.`;
  const holds = inside !== "" && inside.split(sep)[0] !== ".." && !inside.startsWith(sep);
  return demand(holds, { summary: "File outside the project", detail, attribute: "filename" });
}

/** The path with the links of what exists of it resolved. */
function throughLinks(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  return resolve(throughLinks(dirname(path)), relative(dirname(path), path));
}

function write(self: Attributes, cloud: CloudView): void {
  const path = pathOf(self, cloud);
  mkdirSync(dirname(path), { recursive: true, mode: Number.parseInt(String(self.directory_permission), 8) });
  writeFileSync(path, contentOf(self, cloud), { mode: Number.parseInt(String(self.file_permission), 8) });
}

/** A file that is gone or was edited is no longer the one that was made: it is made anew. */
function read(self: Attributes, cloud: CloudView): Attributes | undefined {
  const path = pathOf(self, cloud);
  if (!existsSync(path)) return undefined;
  return hash(readFileSync(path), "sha1", "hex") === self.id ? self : undefined;
}

/** https://registry.terraform.io/providers/hashicorp/local/latest/docs/resources/file: any change makes a new file. */
const file: ResourceRule = {
  id: (self, cloud) => hash(contentOf(self, cloud), "sha1", "hex"),
  // Two files of the same content have the same id.
  key: (self, cloud) => relative(projectOf(cloud), pathOf(self, cloud)),
  defaults: { file_permission: "0777", directory_permission: "0777" },
  computed: {
    content_md5: checksum("md5"),
    content_sha1: checksum("sha1"),
    content_sha256: checksum("sha256"),
    content_sha512: checksum("sha512"),
    content_base64sha256: checksum("sha256", "base64"),
    content_base64sha512: checksum("sha512", "base64"),
  },
  shownOnce: ["sensitive_content"],
  forceNew: [
    "content",
    "content_base64",
    "directory_permission",
    "file_permission",
    "filename",
    "sensitive_content",
    "source",
  ],
  refuse: [
    exactlyOneOf("content", "content_base64", "sensitive_content", "source"),
    matches(
      "file_permission",
      /^0?[0-7]{3}$/,
      "Invalid File Permission String Value",
      'is no octal mode such as "0644"',
    ),
    matches(
      "directory_permission",
      /^0?[0-7]{3}$/,
      "Invalid File Permission String Value",
      'is no octal mode such as "0755"',
    ),
  ],
  conflict: [staysInProject],
  effect: { write, read, remove: (self, cloud) => rmSync(pathOf(self, cloud), { force: true }) },
};

export const fileRules: ResourceRules = {
  local_file: file,
};
