import { loadSecretlint } from "../../cli/guard/load-secretlint";

describe("the library that knows tokens", () => {
  type Loaded = Awaited<ReturnType<typeof loadSecretlint>>;
  const wrong: Readonly<Record<string, readonly [(real: Loaded) => Partial<Loaded>, string]>> = {
    "does not load": [
      () => {
        throw new SyntaxError("canary");
      },
      "SyntaxError",
    ],
    fails: [() => ({ lintSource: () => Promise.reject(new TypeError("canary")) }), "TypeError"],
    "finds nothing any more": [() => ({ rules: [] }), "RangeError"],
    "has changed": [() => ({ lintSource: undefined }), "TypeError"],
  };

  it.each(Object.entries(wrong))("refuses a text when it %s", async (_, [change, reason]) => {
    jest.resetModules();
    const load = async () => {
      const real = await loadSecretlint();
      return { ...real, ...change(real) };
    };
    jest.doMock("../../cli/guard/load-secretlint", () => ({ loadSecretlint: load }));
    const { inspectContents: inspect } = await import("../../cli/guard/inspect");
    await expect(inspect("x", Buffer.from("fine"))).rejects.toMatchObject({
      text: `Nobody looked for tokens: secretlint does not work here (${reason}).\n  next: npm ci`,
    });
  });
});
