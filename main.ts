import * as fs from "node:fs";
import * as path from "node:path";
import { App } from "cdktf";
import { environments, infraStackId, project, TFC_BOOTSTRAP } from "./config";
import { originCsrPath, originHostnames, verifyOriginCsr } from "./constructs/origin-csr";
import { describeError } from "./errors";
import { Infra } from "./stacks/infra";
import { linkTfvars, refuseOverrides, stackFolder } from "./stacks/stack-folder";
import { TfcBootstrap } from "./stacks/tfc-bootstrap";

// The project is the folder it is started in: a rehearsal starts it in one of its own.
const root = process.cwd();

async function synthesise(): Promise<void> {
  // Terraform checks itself what this validation would run it for, at every synth.
  const app = new App({ skipValidation: true });
  // A rehearsal keeps its states elsewhere by an override of its own, in a folder of its own.
  if (!process.argv.includes("--rehearsal")) refuseOverrides(app.outdir);
  new TfcBootstrap(app, TFC_BOOTSTRAP, { project, environments });
  for (const environment of environments) {
    const originCsr = await readOriginCsr(environment.name);
    new Infra(app, infraStackId(environment), { project, environment, originCsr });
  }
  app.synth();
  linkTfvars(stackFolder(app.outdir, TFC_BOOTSTRAP), path.join(root, `secrets/${TFC_BOOTSTRAP}.tfvars`));
}

async function readOriginCsr(environment: string): Promise<string | undefined> {
  const file = originCsrPath(environment);
  if (!fs.existsSync(path.join(root, file))) return undefined;
  const csr = fs.readFileSync(path.join(root, file), "utf8");
  await verifyOriginCsr(csr, originHostnames(project.zone), file);
  return csr;
}

synthesise().catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
