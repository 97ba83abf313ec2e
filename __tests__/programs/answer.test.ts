import fc from "fast-check";
import { UserError } from "../../common/errors";
import { isJson, isObject, parseJson, readAnswer, saidBy } from "../../programs/answer";

const say = (stdout: string, stderr = "") => saidBy({ stdout, stderr });

describe("what a program said", () => {
  test.each([
    ["nothing", "", "", "nothing"],
    ["blanks", " \n\t", "\n", "nothing"],
    ["its errors before its answer", "out", "err", "\n    err"],
    ["lines without colours and empty ones", "\u001b[31mone\u001b[0m\n\n two", "", "\n    one\n     two"],
    ["six lines at most", "1\n2\n3\n4\n5\n6\n7", "", ["", 1, 2, 3, 4, 5, 6, "…"].join("\n    ")],
    ["no JSON, which may hold values", '{"password":"x"}', "", "text that begins like JSON"],
    [
      "nor the JSON behind other lines",
      '[command]/bin/terraform\n{"password":"x"}',
      "",
      "\n    [command]/bin/terraform\n    …",
    ],
  ])("%s", (_, stdout, stderr, said) => {
    expect(say(stdout, stderr)).toBe(said);
  });

  test("a line of any length stays readable", () => {
    expect(say("x".repeat(10_000))).toBe(`\n    ${"x".repeat(200)}…`);
  });
});

const read = (printed: string) => readAnswer(printed, "the program", "an object", isObject, "look");

test("an answer is what it printed", () => {
  expect(read('{"a":1}\n')).toEqual({ a: 1 });
});

test.each([
  ["", "nothing"],
  ["null", "null"],
  ["[1]", "a list"],
  ['"x"', "a string"],
  ["7", "a number"],
  ["hello", "\n    hello"],
  ['{"a":', "text that begins like JSON"],
])("anything else is named: %j", (printed, named) => {
  expect(() => read(printed)).toThrow(new UserError(`the program did not answer with an object. It printed: ${named}`));
});

test("whatever is printed, it is an answer or a sentence, and a sentence quotes no value", () => {
  const secret = "correct horse battery staple";
  const cut = fc
    .tuple(fc.object(), fc.nat(), fc.boolean())
    .map(([value, length, wide]) => JSON.stringify({ secret, value }, null, wide ? 2 : 0).slice(0, length % 400));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), cut), (printed) => {
      try {
        expect(isObject(read(printed))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect(String(error)).not.toContain(secret);
      }
    }),
  );
});

test("a text is JSON or it is not", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => isJson(parseJson(JSON.stringify(value)))));
  expect(isJson(parseJson("{"))).toBe(false);
  expect(isJson(parseJson("null"))).toBe(true);
});
