// The one place that says which Node this project runs on. In JavaScript that a Node of long ago can read: it has to be
// able to say that it is too old.
/** The oldest release that works. cdktf-cli 0.21.0 and commander 14 ask for it. */
const OLDEST = 20;
/** The release that CI, `nix develop` and the documents name. */
const TESTED = 24;
/** Until when releases that still work got security fixes: https://github.com/nodejs/Release#end-of-life-releases */
const ENDED = { 20: "April 2026" };

const NEXT = `install Node ${TESTED} (https://nodejs.org/en/download, or nix develop)`;

/**
 * What is to be said about a version of Node.
 * @param {string} version as in process.versions.node, for example "20.20.2".
 * @returns {{ refusal?: string, warning?: string }} nothing for most; a warning is one line.
 */
function judgeNode(version) {
  const release = Number.parseInt(version, 10);
  if (release < OLDEST) {
    return {
      refusal:
        `This is Node ${version}; this project needs Node ${OLDEST} or later, and is tested with Node ` +
        `${TESTED}.\n  next: ${NEXT}`,
    };
  }
  const ended = ENDED[release];
  if (ended === undefined) return {};
  return {
    warning:
      `Node ${release} has had no security fixes since ${ended}; Node ${TESTED} is what this project is ` +
      `tested with. next: ${NEXT}`,
  };
}

/**
 * Ends a process whose Node is too old, and warns of one without security fixes: once a command, whatever processes
 * that command starts, and on standard error, for others read the output.
 */
function checkNode() {
  const { refusal, warning } = judgeNode(process.versions.node);
  if (refusal !== undefined) {
    console.error(refusal);
    process.exit(1);
  }
  if (warning === undefined || process.env.CARTOGRAPHER_NODE_WARNED) return;
  process.env.CARTOGRAPHER_NODE_WARNED = "1";
  console.error(warning);
}

module.exports = { OLDEST, TESTED, judgeNode, checkNode };
