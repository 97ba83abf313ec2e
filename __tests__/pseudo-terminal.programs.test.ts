/** What cdktf-cli uses of the package. */
interface PseudoTerminal {
  onData(listener: (text: string) => void): unknown;
  onExit(listener: (end: { readonly exitCode: number }) => void): unknown;
  write(text: string): void;
}
interface Package {
  spawn(file: string, args: readonly string[], options: { readonly cols: number }): PseudoTerminal;
}

/** The package as cdktf-cli finds it, which names it without depending on it. */
const resolved = require.resolve("@cdktf/node-pty-prebuilt-multiarch", {
  paths: [require.resolve("cdktf-cli/package.json")],
});

it("cdktf-cli's pseudo-terminal works under this Node, with the functions that cdktf-cli calls", async () => {
  const { spawn } = (await import(resolved)) as Package; // no types of it are installed under this name
  const terminal = spawn("sh", ["-c", 'tty && stty size && read answer && echo "got $answer" && exit 3'], {
    cols: 123,
  });
  let printed = "";
  terminal.onData((text) => {
    printed += text;
  });
  terminal.write("yes\n");
  const { exitCode } = await new Promise<{ readonly exitCode: number }>((resolve) => terminal.onExit(resolve));
  expect(printed.split("\r\n")).toEqual(
    expect.arrayContaining([expect.stringMatching("^/dev/"), expect.stringMatching(/ 123$/), "got yes"]),
  );
  expect(exitCode).toBe(3);
});
