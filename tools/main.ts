import { describeError } from "../errors";
import { actionlintProgram, awsPrograms, sopsProgram } from ".";

// Everything at once, before the tests that need it: CI calls this, so that a build's minutes are no test's.
Promise.all([awsPrograms(), sopsProgram(), actionlintProgram()]).catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
