const fs = require("node:fs");
const os = require("node:os");

// Where tests put temporary files. Not every folder will do: nginx and nix take no quotes and dollars in a path,
// systems no long paths of sockets, and tests write paths into scripts. Then it is /tmp.
if (!isUsable(os.tmpdir())) process.env.TMPDIR = "/tmp";

function isUsable(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return /^[\w./+-]{1,60}$/.test(folder);
  } catch {
    return false;
  }
}
