import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { shellWord } from "../../programs/shell-word";
import { STUBBED, type Stage } from "./answers";

/** Says, as a script of bash's, what a call comes to. */
export type Judge = (stage: Stage, words: readonly string[]) => Promise<string>;

/** Programs of their names that ask this process what a call comes to, and do that: no compiler starts for a call. */
export class Stubs {
  private constructor(
    private readonly server: net.Server,
    private readonly home: string,
  ) {}

  /** @param home an empty folder for them. */
  static async start(home: string, judge: Judge): Promise<Stubs> {
    const server = net.createServer((socket) => serve(socket, judge));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Stubs(server, home);
  }

  /** The folder with the stubs of a stage, for the beginning of the PATH. */
  of(stage: Stage): string {
    const folder = path.join(this.home, stage);
    if (fs.existsSync(folder)) return folder;
    fs.mkdirSync(folder);
    const { port } = this.server.address() as net.AddressInfo; // it listens to a port
    for (const program of STUBBED[stage]) {
      fs.writeFileSync(path.join(folder, program), client(port, stage, folder), { mode: 0o755 });
    }
    return folder;
  }

  stop(): void {
    this.server.close();
  }
}

/**
 * Sends its stage, the number of words and the words, each with a NUL behind it; the answer runs with the real
 * programs.
 */
const client = (port: number, stage: Stage, folder: string) => `#!/usr/bin/env bash
set -e
exec 3<>/dev/tcp/127.0.0.1/${port}
printf '%s\\0' ${stage} $(($# + 1)) "\${0##*/}" "$@" >&3
IFS= read -r -d '' script <&3 || true
exec 3>&-
test -n "$script"
stubs=${shellWord(folder)}
PATH=\${PATH//"$stubs:"/}
set +e
eval "$script"
`;

function serve(socket: net.Socket, judge: Judge): void {
  const chunks: Buffer[] = [];
  socket.on("error", () => undefined); // a stub that was killed
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    const [stage, count, ...words] = Buffer.concat(chunks).toString().split("\0").slice(0, -1);
    if (count === undefined || words.length < Number(count)) return;
    judge(stage as Stage, words) // a stub sends no other
      .catch((error: unknown) => `echo ${shellWord(`${words.join(" ")}: ${error}`)} >&2; exit 1`)
      .then((script) => socket.end(script));
  });
}
