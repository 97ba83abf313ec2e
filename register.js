// Lets `node -r ./register.js file.ts` run TypeScript: the compiler and the settings (.swcrc) are those of the tests.
// A full TypeScript loader costs the application seconds at each synth; this one costs hundredths (npm run bench).

// First, because the rest asks for a Node that is new enough.
const { checkNode } = require("./programs/node-version.js");
checkNode();

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const nodeModule = require("node:module");
const path = require("node:path");
const { addHook } = installed();

const settings = path.join(__dirname, ".swcrc");
const packages = path.join(__dirname, "node_modules");
const compiled = path.join(packages, ".cache/swc");
/** What a file's code depends on besides its source. */
const salt = fs.readFileSync(settings, "utf8") + require("@swc/core/package.json").version;
/** Ends every entry of the cache: one that was cut off, by a full disk or a power cut, does not count. */
const END = "\n// whole\n";

/** The package that calls us for each file; whatever is typed first may be typed before `npm ci`. */
function installed() {
  try {
    return require("pirates");
  } catch {
    return refuse();
  }
}

/** Ends a process that lacks packages. */
function refuse() {
  console.error("The packages of this checkout are not installed, or not all of them.\n  next: npm ci");
  process.exit(1);
}

module.exports = { refuse };

/**
 * The JavaScript of a TypeScript file. It is compiled once: an entry's name is a hash of all that it depends on, so
 * that it is never stale and processes may write at the same time. Where the folder cannot be written, that costs time
 * alone.
 */
function javascript(source, filename) {
  const entry = path.join(compiled, `${createHash("sha256").update(salt).update(source).digest("hex")}.js`);
  return read(entry) ?? keep(entry, compile(source, filename));
}

function read(entry) {
  const code = attempt(() => fs.readFileSync(entry, "utf8"));
  return code?.endsWith(END) ? code : undefined;
}

function compile(source, filename) {
  // Loaded here and not above: the compiler takes longer to load than all else here.
  return require("@swc/core").transformSync(source, { filename, configFile: settings }).code + END;
}

function keep(entry, code) {
  const temporary = `${entry}.${process.pid}.tmp`;
  attempt(() => {
    fs.mkdirSync(compiled, { recursive: true });
    fs.writeFileSync(temporary, code);
    fs.renameSync(temporary, entry);
  });
  attempt(() => fs.rmSync(temporary, { force: true })); // there after a failure alone
  return code;
}

function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

addHook(javascript, { exts: [".ts"] });

// Node 22 and later keep what V8 made of each module, dependencies included, an entry for every path: not where the
// packages are a link, as in checkouts that tests make, whose paths are new each time.
if (fs.lstatSync(packages, { throwIfNoEntry: false })?.isDirectory()) {
  nodeModule.enableCompileCache?.(path.join(packages, ".cache/v8"));
}
