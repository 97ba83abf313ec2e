import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { closeSecretsFolder } from "../../stacks/secrets-folder";

it("leaves the folder to its owner alone, and minds none that is missing", () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "secrets-"));
  const folder = path.join(root, "secrets");
  closeSecretsFolder(folder);
  fs.mkdirSync(folder, { mode: 0o755 });
  closeSecretsFolder(folder);
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
  fs.rmSync(root, { recursive: true });
});
