import * as fs from "node:fs";
import * as path from "node:path";
import { App } from "cdktf";
import { commandLine, start } from "../../cli/command-line";
import { UserError } from "../../common/errors";
import { type Environment, environments, infraStackId, type Project, project, TFC_BOOTSTRAP } from "../../config";
import { demandTemporaryFolder } from "../../programs/demand-shell";
import { SKIPS } from "../../resources";
import { Infra } from "../../stacks/infra";
import { TfcBootstrap } from "../../stacks/tfc-bootstrap";
import { CHECKOV, runCheckov } from "./checkov";
import { problemsIn } from "./findings";
import { toScannable } from "./hcl";

const HOME = path.resolve(__dirname, "../../.scan");

/** Scans every stack, the bootstrap stack with either kind of credentials, for what checkov knows to be unsafe. */
async function scan(): Promise<void> {
  demandTemporaryFolder();
  const folder = path.join(HOME, "stacks");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(HOME, { recursive: true });
  const resources = writeHcl(folder);
  const report = await runCheckov(folder, HOME);
  for (const { check, resources, reason } of SKIPS)
    console.log(`skipped ${check} ${resources.join(", ")}\n  ${reason}`);
  const { passed, failed, skipped } = report.summary;
  console.log(`checkov ${CHECKOV}: ${resources} resources, ${passed} passed, ${failed} failed, ${skipped} skipped`);
  const problems = problemsIn(report, SKIPS, resources);
  if (problems.length === 0) return;
  throw new UserError(
    problems.join("\n"),
    "mend it in constructs/, or give the reason in its description in resources/",
  );
}

/** Writes the stacks as HCL, a folder each, and returns how many resources they have. */
function writeHcl(folder: string): number {
  const app = new App({ outdir: HOME, skipValidation: true });
  const bootstrap = (runnerCredentials: Project["runnerCredentials"]) =>
    new TfcBootstrap(app, `${TFC_BOOTSTRAP}-${runnerCredentials}`, {
      project: { ...project, runnerCredentials },
      environments,
    });
  const infra = (environment: Environment) =>
    new Infra(app, infraStackId(environment), {
      project,
      environment,
      origin: { inUse: "origin", csrs: { origin: "none" } },
    });
  const stacks = [bootstrap("iam-user"), bootstrap("oidc"), ...environments.map(infra)];
  return stacks.reduce((count, stack) => {
    stack.prepareStack();
    const text = toScannable(String(stack.toHclTerraform().hcl), SKIPS);
    fs.mkdirSync(path.join(folder, stack.node.id), { recursive: true });
    fs.writeFileSync(path.join(folder, stack.node.id, "main.tf"), text);
    return count + (text.match(/^resource /gm)?.length ?? 0);
  }, 0);
}

const program = commandLine({
  name: "npm run scan --",
  description: "Scan every stack for what checkov knows to be unsafe; exit 1 with every finding.",
  examples: ["npm run scan"],
}).action(scan);

start(() => program.parseAsync());
