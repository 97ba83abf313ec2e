// Here, so that processes which tests start say nothing of Node any more.
const { checkNode } = require("./programs/node-version.js");
checkNode();
require("./__tests__/tiers/temporary-folder");

// Three tiers, told by a test file's name; CONTRIBUTING.md says which is for what.
const tier = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  // Jest knows no import(), so what is loaded by one, and is made of ES modules, is compiled too.
  transform: { "(\\.ts|/load-secretlint\\.js|/@secretlint/.+\\.js)$": "@swc/jest" },
  transformIgnorePatterns: ["/node_modules/(?!@secretlint/)"],
  // Nothing is left in the temporary folder.
  cacheDirectory: "<rootDir>/node_modules/.cache/jest",
  modulePathIgnorePatterns: ["<rootDir>/.rehearsal", "<rootDir>/.tools", "<rootDir>/cdktf.out"],
  ...more,
});

// A program that is missing is one sentence, not a failure of each test that needs it.
const globalSetup = "<rootDir>/__tests__/tiers/programs.ts";

/** @type {import("jest").Config} */
module.exports = {
  // Most of the time goes to other programs (Terraform, nix, npm) that the tests wait for, and some wait for
  // nothing but time.
  maxWorkers: require("node:os").availableParallelism() + 1,
  // A busy machine is no failure: a test that hangs for ever ends here, and nothing else does.
  testTimeout: 600_000,
  globalSetup: "<rootDir>/__tests__/tiers/set-up.ts",
  globalTeardown: "<rootDir>/__tests__/tiers/tear-down.ts",
  reporters: ["default", "<rootDir>/__tests__/tiers/slowest.js"],
  projects: [
    tier("quick", ["**/*.test.ts", "!**/*.{programs,peers}.test.ts"], {
      setupFilesAfterEnv: ["<rootDir>/__tests__/tiers/quick.ts"],
    }),
    tier("programs", ["**/*.programs.test.ts"], { globalSetup }),
    tier("peers", ["**/*.peers.test.ts"], { globalSetup }),
  ],
};
