const path = require("node:path");

const SHOWN = 10;

/** A reporter for Jest: the ten slowest test files, so that it is seen where the time goes. */
module.exports = class Slowest {
  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= SHOWN) return;
    const times = testResults.map(({ testFilePath, perfStats }) => [perfStats.runtime, testFilePath]);
    const slowest = times.sort(([one], [other]) => other - one).slice(0, SHOWN);
    const lines = slowest.map(([ms, file]) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${path.relative(".", file)}`);
    console.log(`\nThe ${SHOWN} slowest test files:\n${lines.join("\n")}`);
  }
};
