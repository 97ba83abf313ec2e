/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  // Most of the time goes to other programs (Terraform, nix, npm) that the tests wait for.
  maxWorkers: "100%",
  modulePathIgnorePatterns: ["<rootDir>/.rehearsal", "<rootDir>/.tools", "<rootDir>/cdktf.out"],
};
