import * as fs from "node:fs";
import * as path from "node:path";
import { Checkout, type Ended } from "../../rehearsal/checkout";

const checkout = new Checkout();
afterAll(() => checkout.remove());

/** Commits as a person does who has switched the hooks on. */
function commit(subject: string, folder = checkout.folder, hooks = ".githooks"): Ended {
  const named = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", `core.hooksPath=${hooks}`];
  return checkout.run("git", [...named, "commit", "--quiet", "--allow-empty", "-m", subject], {}, folder);
}

it("takes a subject of the project's form, and says what is wrong with another and how to keep the message", () => {
  expect(commit("docs: a word")).toMatchObject({ code: 0, text: "" });
  expect(commit("A word about documents").text).toMatch(
    /^Nothing was committed\. The subject is "A word about documents"\. It is not .*\n {2}next: git commit -e -F \.git\/COMMIT_EDITMSG {3}# /,
  );
  expect(checkout.run("git", ["log", "-1", "--format=%s"]).stdout).toBe("docs: a word\n");
});

it("leaves a repository alone in which this project is one of several", () => {
  const whole = path.join(checkout.temporary, "whole");
  fs.cpSync(checkout.path(".githooks/commit-msg"), path.join(whole, "infra/.githooks/commit-msg"));
  checkout.run("git", ["init", "--quiet", whole]);
  expect(commit("A word about documents", whole, "infra/.githooks")).toMatchObject({ code: 0, text: "" });
});
