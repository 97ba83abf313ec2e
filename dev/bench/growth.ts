import { App } from "cdktf";
import { environmentNamed, infraStackId, project } from "../../config";
import { defineEnvironments } from "../../config/rules";
import { Infra } from "../../stacks/infra";
import { dropTokenTraces } from "../../stacks/token-traces";

// Synthesises as many environments as the argument says, all like staging.
const { name: _name, workspace: _workspace, ...staging } = environmentNamed("staging");
const entries = Array.from({ length: Number(process.argv[2]) }, (_, index) => {
  const own = `e${index}`;
  return [own, { ...staging, prefix: own, domain: `${own}.${project.zone}`, efsCreationToken: own }] as const;
});
dropTokenTraces();
const app = new App({ skipValidation: true });
for (const environment of defineEnvironments(project, Object.fromEntries(entries))) {
  new Infra(app, infraStackId(environment), {
    project,
    environment,
    origin: { inUse: "origin", csrs: { origin: "none" } },
  });
}
app.synth();
