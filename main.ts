import * as path from "node:path";
import { App } from "cdktf";
import { describeError } from "./common/errors";
import { imports } from "./config/imports";
import { importExisting } from "./stacks/import-existing";
import { readOriginRequests } from "./stacks/origin-requests";
import { closeSecretsFolder } from "./stacks/secrets-folder";
import { linkTfvars, refuseForeignFiles, stackFolder } from "./stacks/stack-folder";
import { dropTokenTraces } from "./stacks/token-traces";

// The project is the folder it is started in: a rehearsal starts it in one of its own.
const root = process.cwd();

async function synthesise(): Promise<void> {
  // Loaded here and not above: config/ refuses a bad value as it is loaded, and the end of this file is to say so.
  const { environments, infraStackId, project, TFC_BOOTSTRAP } = await import("./config");
  const { demandShell } = await import("./programs/demand-shell");
  const { Infra } = await import("./stacks/infra");
  const { TfcBootstrap } = await import("./stacks/tfc-bootstrap");
  const rehearsed = process.argv.includes("--rehearsal");
  demandShell(rehearsed);
  // Terraform checks itself what this validation would run it for, at every synth.
  const app = new App({ skipValidation: true });
  // A rehearsal keeps its states and its values in files of its own, in folders of its own.
  if (!rehearsed) refuseForeignFiles(root, app.outdir, TFC_BOOTSTRAP);
  new TfcBootstrap(app, TFC_BOOTSTRAP, { project, environments });
  for (const environment of environments) {
    const origin = await readOriginRequests(root, environment.name, project.zone);
    new Infra(app, infraStackId(environment), { project, environment, origin });
  }
  importExisting(app, imports);
  app.synth();
  closeSecretsFolder(path.join(root, "secrets"));
  linkTfvars(stackFolder(app.outdir, TFC_BOOTSTRAP), path.join(root, `secrets/${TFC_BOOTSTRAP}.tfvars`));
}

dropTokenTraces();
synthesise().catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
