import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import net from "node:net";
import path from "node:path";
import { evaluate } from "../../rehearsal/hive/hive";
import { freePort } from "../servers";
import { TOOLS } from "../tiers/programs";
import { PROJECT, temporaryFolder, tool } from "./hive";

export const DOMAIN = "app.baisoku-kaigi.com";
export const VERSION = { environment: "prod", host: "cartographer-prod", revision: "c8cfcd6", schema_version: 2 };

/** Arguments of hosts/lib/nginx.nix. */
export interface NginxArguments {
  readonly domain: string;
  readonly cloudflare_ip_ranges: readonly string[];
  readonly version: string;
  readonly nginxVersion: string;
  readonly certificate: string;
  readonly key: string;
  readonly clientCa: string | null;
  readonly mimeTypes: string;
  readonly cache: string;
  readonly accessLog: string;
  readonly listen: readonly string[];
  readonly frontend: string;
}

/** The text that hosts/lib/nginx.nix makes of those arguments. */
export function nginxText(given: NginxArguments): Promise<string> {
  return evaluate<string>(path.join(__dirname, "nginx.nix"), "text", { root: PROJECT, given: JSON.stringify(given) });
}

/** A certificate for that name and its key, made on the spot. */
export function makeCertificate(name: string): { readonly certificate: string; readonly key: string } {
  const folder = temporaryFolder();
  const [certificate, key] = [path.join(folder, "certificate.pem"), path.join(folder, "key.pem")];
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  const made = tool("openssl", [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    ...subject,
    "-keyout",
    key,
    "-out",
    certificate,
  ]);
  if (made.status !== 0) throw new Error(made.stderr);
  return { certificate, key };
}

/** What the stub frontend answers for a path; the default tells what reached it. */
export type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** nginx on loopback with the real configuration, in front of a small frontend. */
export class Nginx {
  answer: Answer = (request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ url: request.url, headers: request.headers }));
  };
  readonly origin = makeCertificate(DOMAIN);
  port = 0;
  log = "";
  #frontend = http.createServer((request, response) => this.answer(request, response));
  #process: ChildProcess | undefined;

  /** Starts both; what differs from a host's configuration is where files and ports are. */
  async start({ clientCa = null, ...more }: Partial<NginxArguments> = {}): Promise<void> {
    this.#frontend.on("upgrade", (_, socket) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => this.#frontend.listen(0, "127.0.0.1", resolve));
    this.port = await freePort();
    const folder = temporaryFolder();
    fs.chmodSync(folder, 0o755);
    const file = path.join(folder, "nginx.conf");
    fs.writeFileSync(path.join(folder, "mime.types"), "types { text/html html; }");
    // From the folder of the configuration: nginx takes a path with a space for two.
    const near = (one: string) => path.relative(folder, one);
    const { port } = this.#frontend.address() as AddressInfo; // a TCP server's address is never a string
    const text = await nginxText({
      domain: DOMAIN,
      cloudflare_ip_ranges: ["127.0.0.1/32", "2400:cb00::/32"],
      version: JSON.stringify(VERSION),
      nginxVersion: installedVersion(),
      certificate: near(this.origin.certificate),
      key: near(this.origin.key),
      clientCa: clientCa && near(clientCa),
      mimeTypes: "mime.types",
      cache: ".",
      accessLog: "access.log",
      listen: [`127.0.0.1:${this.port}`],
      frontend: `127.0.0.1:${port}`,
      ...more,
    });
    // The lines that NixOS puts in front, and workers of the user who started us, who can write the folder.
    const user = process.getuid?.() === 0 ? "user root;\n" : "";
    // Debian's nginx makes these too, in a folder of root's.
    const unused = ["fastcgi", "scgi", "uwsgi"].map((name) => `${name}_temp_path ${name};`).join("\n");
    const body = text.replace("http {", (http) => `${http}\n${unused}`);
    fs.writeFileSync(file, `pid nginx.pid;\nerror_log stderr;\ndaemon off;\n${user}${body}`);

    const args = ["-e", "stderr", "-p", folder, "-c", file];
    const checked = tool("nginx", ["-t", ...args]);
    if (checked.status !== 0) throw new Error(checked.stderr);
    this.log = checked.stderr;
    this.#process = spawn("nginx", args, { stdio: ["ignore", "ignore", "pipe"], env: TOOLS });
    this.#process.stderr?.on("data", (chunk: Buffer) => {
      this.log += chunk;
    });
    await this.#answers();
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => (this.#process ? this.#process.once("close", resolve) : resolve(0)));
    this.#process?.kill("SIGTERM");
    await ended;
    this.#frontend.closeAllConnections();
    await new Promise((resolve) => this.#frontend.close(resolve));
  }

  /** One request over TLS, as Cloudflare would send it. */
  get(url: string, options: https.RequestOptions & { body?: Buffer } = {}): Promise<Response> {
    const { body, headers, ...more } = options;
    const all: https.RequestOptions = {
      host: "127.0.0.1",
      port: this.port,
      path: url,
      servername: DOMAIN,
      ca: fs.readFileSync(this.origin.certificate),
      headers: { Host: DOMAIN, ...headers },
      agent: false,
      ...more,
    };
    return send(https.request(all), body);
  }

  /** One request without TLS to the same port. */
  getPlain(url: string): Promise<Response> {
    return send(
      http.request({ host: "127.0.0.1", port: this.port, path: url, headers: { Host: DOMAIN }, agent: false }),
    );
  }

  async #answers(): Promise<void> {
    while (this.#process?.exitCode === null) {
      const open = await new Promise<boolean>((resolve) => {
        const socket = net.connect(this.port, "127.0.0.1", () => resolve(true));
        socket.on("error", () => resolve(false)).on("connect", () => socket.destroy());
      });
      if (open) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`nginx does not listen: ${this.log}`);
  }
}

/** What came back. */
export interface Response {
  readonly status: number | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

function send(request: http.ClientRequest, body?: Buffer): Promise<Response> {
  return new Promise((resolve, reject) => {
    request.on("error", reject).on("response", (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    request.end(body);
  });
}

/** The version of the nginx at hand, for the directives that it knows. */
export function installedVersion(): string {
  return /nginx\/([\d.]+)/.exec(tool("nginx", ["-v"]).stderr)?.[1] ?? "0";
}
