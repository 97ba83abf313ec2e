import * as fs from "node:fs";
import * as path from "node:path";

/** What is read here of an entry of package-lock.json. */
interface Entry {
  readonly hasInstallScript?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(fs.readFileSync(path.join(__dirname, "../package-lock.json"), "utf8")) as {
  readonly packages: Readonly<Record<string, Entry>>; // npm's own format
};
const entries = Object.entries(lock.packages);

/** Packages whose script only compares versions: they hold no program. */
const NEEDS_NO_SCRIPT = ["node_modules/protobufjs"];

const PLATFORMS = [
  ["linux", "x64"],
  ["linux", "arm64"],
  ["darwin", "x64"],
  ["darwin", "arm64"],
] as const;

/** The packages, one a platform, in which an entry has its programs; fsevents alone is for one platform only. */
function platformPackages({ optionalDependencies = {} }: Entry): Entry[] {
  const found = Object.keys(optionalDependencies).flatMap((name) => lock.packages[`node_modules/${name}`] ?? []);
  return found.filter(({ os, cpu }) => os && cpu);
}

const native = entries.filter(([, entry]) => platformPackages(entry).length > 0);

it("knows packages with programs", () => {
  expect(native.map(([name]) => name)).toContain("node_modules/@swc/core");
});

it.each(native)("%s can be had for every platform that developers and CI have", (_name, entry) => {
  const packages = platformPackages(entry).filter(({ libc }) => !libc || libc.includes("glibc"));
  for (const [os, cpu] of PLATFORMS) {
    expect(packages).toContainEqual(
      expect.objectContaining({ os: expect.arrayContaining([os]), cpu: expect.arrayContaining([cpu]) }),
    );
  }
});

it("has no package that must be built: .npmrc runs no scripts at installation", () => {
  const built = entries.filter(([, entry]) => entry.hasInstallScript && platformPackages(entry).length === 0);
  expect(built.map(([name]) => name)).toEqual(NEEDS_NO_SCRIPT);
});
