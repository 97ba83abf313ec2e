import { spawnSync } from "node:child_process";
import path from "node:path";
import fc from "fast-check";
import { Redactor, SHORTEST } from "../../cli/redaction";
import { cartographer, cartographerProcess, fakeTerraform, makeProject, temporaryFolder, write } from "./project";
import { pem, random, SECRETS, secretOf } from "./secrets";

function knowing(...values: readonly string[]): Redactor {
  const redactor = new Redactor();
  for (const value of values) redactor.conceal(value, "the key");
  return redactor;
}

describe("a concealed value", () => {
  const MARK = "[redacted: the key]";
  // Signs that every program writes in another way.
  const value = `it's "so" & <wrong>+/ü$HOME`;
  const bytes = Buffer.from(value);

  it.each<[string, string]>([
    ["as it is", value],
    ["in JSON", JSON.stringify(value).slice(1, -1)],
    [
      "in Go's JSON",
      JSON.stringify(value).slice(1, -1).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
    ],
    ["in a URL", encodeURIComponent(value)],
    ["in a URL, in lower case", encodeURIComponent(value).replaceAll(/%../g, (code) => code.toLowerCase())],
    ["in a form", new URLSearchParams({ value }).toString().slice("value=".length)],
    ["as a password in a URL", Object.assign(new URL("https://u@h"), { password: value }).password],
    ["in single quotes", value.replaceAll("'", "'\\''")],
    ["in double quotes", value.replaceAll(/["$]/g, "\\$&")],
    ["in JavaScript", value.replaceAll("'", "\\'")],
  ])("goes, %s", (_, spelling) => {
    expect(knowing(value).redact(`before ${spelling} after`)).toBe(`before ${MARK} after`);
  });

  it("goes as printf %q writes it", () => {
    const { stdout } = spawnSync("bash", ["-c", 'printf %q "$1"', "bash", "a b'c$d&e"], { encoding: "utf8" });
    expect(knowing("a b'c$d&e").redact(stdout)).toBe(MARK);
  });

  it.each(["base64", "base64url"] as const)("goes in %s, also as a part of something longer", (encoding) => {
    for (const before of ["", "u", "u:", "us:"]) {
      const encoded = Buffer.concat([Buffer.from(before), bytes, Buffer.from("!")]).toString(encoding);
      const redacted = knowing(value).redact(encoded);
      expect(redacted).toContain(MARK);
      expect(redacted.replace(MARK, "").length).toBeLessThanOrEqual(8); // what belongs to the neighbours
    }
  });

  it("goes by lines: a key whose lines something stands before", () => {
    const key = pem("ANY KEY", random(150));
    const redacted = knowing(key).redact(key.replaceAll(/^/gm, "│   "));
    for (const line of key.split("\n").slice(1, 3)) expect(redacted).not.toContain(line);
  });

  it("goes with the password in it, as it is and decoded", () => {
    const [password, encoded] = ["p@ssword/1", "p%40ssword%2F1"];
    const url = `postgresql://postgres:${encoded}@db.example.com/x`;
    for (const text of [url, password, encoded]) expect(knowing(url).redact(`<${text}>`)).toBe(`<${MARK}>`);
  });

  it("is not taken for another that overlaps it: neither leaves a rest", () => {
    expect(knowing("aaaabbbb", "bbbbcccc").redact("-aaaabbbbcccc-")).toBe(`-${MARK}-`);
    expect(knowing("aaaabbbb", "aaaabbbbcccc").redact("-aaaabbbbcccc-")).toBe(`-${MARK}-`);
  });

  it("of few characters stays: it would be found in ordinary words", () => {
    expect(knowing("x".repeat(SHORTEST - 1)).redact("x".repeat(SHORTEST))).toBe("x".repeat(SHORTEST));
  });

  it("may be no Unicode at all", () => {
    expect(knowing("half \uD83D of a pair").redact("<half \uD83D of a pair>")).toBe(`<${MARK}>`);
  });

  it("that is a word of the mark goes nevertheless", () => {
    const redactor = new Redactor();
    redactor.conceal("a password of the database", "a password of the database");
    expect(redactor.redact("It is: a password of the database.")).toBe("It is: [redacted].");
  });
});

describe("whatever surrounds it", () => {
  // Few different characters, so that values overlap each other, the marks and their surroundings.
  const piece = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."ab:[] ]'\"%\\$") }));
  const secret = fc
    .oneof(
      fc.string({ minLength: SHORTEST, unit: "binary" }),
      fc.string({ minLength: SHORTEST, unit: fc.constantFrom(..."ab]'") }),
    )
    .filter((text) => text.trim().length >= SHORTEST && !"[redacted]".includes(text.trim()));
  const ways: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => JSON.stringify(text).slice(1, -1),
    (text) => encodeURIComponent(Buffer.from(text).toString()),
    (text) => text.replaceAll("'", "'\\''"),
  ];
  const texts = fc.array(fc.tuple(piece, fc.nat(), fc.constantFrom(...ways)), { minLength: 1, maxLength: 4 });

  it("never lets a value through, and changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), texts, piece, (values, parts, end) => {
        const redactor = knowing(...values);
        const text =
          parts.map(([before, which, way]) => before + way(values[which % values.length] ?? "")).join("") + end;
        const redacted = redactor.redact(text);
        for (const value of values) for (const way of ways) expect(redacted).not.toContain(way(value));
        expect(redactor.redact(redacted)).toBe(redacted);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves a text alone that holds none", () => {
    fc.assert(fc.property(fc.lorem({ mode: "sentences" }), (text) => expect(new Redactor().redact(text)).toBe(text)));
  });
});

describe("what has the shape of a secret", () => {
  it.each(SECRETS)("goes without being registered: $title ($rule)", ({ make }) => {
    const { text, value } = make();
    const redacted = new Redactor().redact(`Error: ${text}, and so on`);
    expect(redacted).not.toContain(value);
    expect(redacted).toMatch(/^Error: .*\[redacted: an? .+\].*, and so on$/s);
    expect(new Redactor().redact(redacted)).toBe(redacted);
  });

  it("goes as a whole: a key in Terraform's frame", () => {
    const key = pem(`RSA ${"PRIVATE"} KEY`, random(640));
    const framed = `│ Error: no\n${key.replaceAll(/^/gm, "│ ")}bad\n`;
    const redacted = new Redactor().redact(framed);
    expect(redacted).toBe("│ Error: no\n│ [redacted: a private key]\n│ bad\n");
  });

  it("keeps what helps: the host of a connection URL", () => {
    const text = `cannot reach postgresql://postgres:${random(20)}@db.example.com:5432/x`;
    expect(new Redactor().redact(text)).toBe(
      "cannot reach postgresql://postgres:[redacted: a password in a connection URL]@db.example.com:5432/x",
    );
  });
});

describe("the command line", () => {
  const failing = (script: string) => {
    const root = makeProject(temporaryFolder());
    write(path.join(root, "app.sh"), `${script} >&2; exit 3\n`);
    return root;
  };

  it("prints what a child process says of a secret redacted", async () => {
    const token = secretOf("cloudflare-token");
    const { exitCode, stderr } = await cartographer(failing(`echo "bad token ${token}."`), ["sync", "staging"]);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining("bad token cfut_[redacted: a token or key of Cloudflare]."),
    ]);
    expect(stderr).not.toContain(token);
  });

  it("prints a value of the operator's own variables redacted, of whatever shape", async () => {
    const env = { CLOUDFLARE_API_TOKEN: "no shape at all" };
    const { stderr } = await cartographer(failing('echo "not $CLOUDFLARE_API_TOKEN"'), ["sync", "staging"], env);
    expect(stderr).toContain("not [redacted: the value of CLOUDFLARE_API_TOKEN]\n");
  });

  it("leaves the path of a file with a secret alone", async () => {
    const env = { AWS_WEB_IDENTITY_TOKEN_FILE: "/run/identity/token" };
    const { stderr } = await cartographer(failing('echo "no $AWS_WEB_IDENTITY_TOKEN_FILE"'), ["sync", "staging"], env);
    expect(stderr).toContain("no /run/identity/token\n");
  });

  it("prints Terraform's words redacted", async () => {
    const token = secretOf("terraform-token");
    const version = 'if [ "$1" = version ]; then echo "{\\"terraform_version\\":\\"1.11.4\\"}"; exit; fi';
    const PATH = fakeTerraform(temporaryFolder(), `${version}\necho "│ Error: ${token} expired" >&2; exit 1`);
    const root = makeProject(temporaryFolder());
    write(path.join(root, "app.sh"), 'mkdir -p "$CDKTF_OUTDIR/stacks/infra-staging"\n');
    const { stderr } = await cartographer(root, ["sync", "staging"], { PATH });
    expect(stderr).toMatch(
      /terraform output failed: \w{14}\.atlasv1\.\[redacted: a token of Terraform Cloud\] expired\n/,
    );
    expect(stderr).not.toContain(token);
  });

  it("does not repeat a secret that was typed in the wrong place", () => {
    const token = secretOf("github-token");
    const { exitCode, stderr } = cartographerProcess(makeProject(temporaryFolder()), [token]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("unknown command 'ghp_[redacted: a token of GitHub]'");
    expect(stderr).not.toContain(token);
  });
});
