/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  modulePathIgnorePatterns: ["<rootDir>/.rehearsal", "<rootDir>/cdktf.out"],
};
