import { commandLine, start } from "../../cli/command-line";
import { actionlintProgram, awsPrograms, shellcheckProgram, sopsProgram } from ".";

// Everything at once, before the tests that need it: CI calls this, so that a build's minutes are no test's.
const program = commandLine({
  name: "dev/tools/main.ts",
  description: "Install what the tests run and npm does not bring: the AWS CLI and moto, sops, actionlint, shellcheck.",
  examples: ["node -r ./register.js dev/tools/main.ts"],
}).action(async () => {
  await Promise.all([awsPrograms(), sopsProgram(), actionlintProgram(), shellcheckProgram()]);
});

start(() => program.parseAsync());
