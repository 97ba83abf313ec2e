// Lets `node -r ./register.js file.ts` run TypeScript: the compiler and the settings (.swcrc) are those of the tests.
// A full TypeScript loader costs the application seconds at each synth; this one costs hundredths (npm run bench).

// First, because the rest asks for a Node that is new enough.
require("./cli/node-version.js").checkNode();

const path = require("node:path");
const { transformSync } = require("@swc/core");
const { addHook } = require("pirates");

const configFile = path.join(__dirname, ".swcrc");

addHook((source, filename) => transformSync(source, { filename, configFile }).code, { exts: [".ts"] });
