import { type ChildProcess, spawn } from "node:child_process";
import * as path from "node:path";
import { awsPrograms } from "../dev/tools";
import { freePort } from "./servers";

/** A server that stands in for AWS on this machine: moto's Secrets Manager. */
export class Moto {
  #process: ChildProcess | undefined;
  #log = "";

  /** @returns its address, for AWS_ENDPOINT_URL. */
  async start(): Promise<string> {
    const port = await freePort();
    const program = path.join(await awsPrograms(), "moto_server");
    this.#process = spawn(program, ["--host", "127.0.0.1", "--port", String(port)], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#process.stderr?.on("data", (chunk: Buffer) => {
      this.#log += chunk;
    });
    const url = `http://127.0.0.1:${port}`;
    while (this.#process.exitCode === null) {
      if (
        await fetch(`${url}/moto-api/`)
          .then((response) => response.ok)
          .catch(() => false)
      )
        return url;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`moto does not answer: ${this.#log}`);
  }

  async stop(): Promise<void> {
    if (!this.#process) return;
    const ended = new Promise((resolve) => this.#process?.once("close", resolve));
    this.#process.kill("SIGTERM");
    await ended;
  }
}
