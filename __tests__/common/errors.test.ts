import { describeError, UserError } from "../../common/errors";

/** What node throws. */
const notFound = (name: string) => new Error(`Cannot find module '${name}'\nRequire stack:\n- /checkout/cli/main.ts`);

it("says a user's error without a stack, with the next command", () => {
  expect(describeError(new UserError("It is so.", "mend it"))).toBe("It is so.\n  next: mend it");
});

it.each(["yaml", "@peculiar/x509"])("says that the package %s is not installed, without a stack", (name) => {
  expect(describeError(notFound(name))).toBe(`The package ${name} is not installed in this checkout.\n  next: npm ci`);
});

it.each([new TypeError("x is undefined"), notFound("../no-such-file"), notFound("/no/such/file")])(
  "keeps the stack of a defect: %s",
  (error) => {
    expect(describeError(error)).toBe(error.stack);
  },
);
