import fs from "node:fs";
import http2 from "node:http2";
import https from "node:https";
import { copyOfHive, detailsOf, infraOf } from "./hive";
import { DOMAIN, makeCertificate, Nginx, type NginxArguments, nginxText, VERSION } from "./nginx";

describe("served on loopback", () => {
  const nginx = new Nginx();
  beforeAll(() => nginx.start());
  afterAll(() => nginx.stop());
  const seenByFrontend = async (headers: Record<string, string>) =>
    JSON.parse((await nginx.get("/", { headers })).body).headers as Record<string, string>; // as the stub sends them

  test("hands a page on from the frontend, over TLS with the origin certificate", async () => {
    const { status, body } = await nginx.get("/sessions/new?a=b");
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      url: "/sessions/new?a=b",
      headers: { host: DOMAIN, "x-forwarded-proto": "https", "x-forwarded-host": DOMAIN },
    });
  });

  test("speaks HTTP/2", async () => {
    const session = http2.connect(`https://127.0.0.1:${nginx.port}`, {
      servername: DOMAIN,
      ca: fs.readFileSync(nginx.origin.certificate),
    });
    const headers = await new Promise<http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader>((resolve, reject) => {
      session.on("error", reject);
      const request = session.request({ ":path": "/.well-known/version", ":authority": DOMAIN });
      request.on("response", resolve).on("error", reject).resume();
    });
    session.close();
    expect(session.alpnProtocol).toBe("h2");
    expect(headers[":status"]).toBe(200);
  });

  test.each(["/", "/.well-known/version", "/_next/static/none.js"])("gives %s the headers of security", async (url) => {
    const { headers } = await nginx.get(url);
    expect(headers).toMatchObject({
      "strict-transport-security": "max-age=31536000",
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
    });
    expect(headers.server).toBe("nginx");
  });

  test("tells its version", async () => {
    const { status, headers, body } = await nginx.get("/.well-known/version");
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual(VERSION);
    expect(headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-store" });
  });

  test("believes Cloudflare about the visitor's address, and nothing the visitor says of it", async () => {
    const lies = { "X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6" };
    expect(await seenByFrontend({ ...lies, "CF-Connecting-IP": "198.51.100.7" })).toMatchObject({
      "x-forwarded-for": "198.51.100.7",
      "x-real-ip": "198.51.100.7",
    });
    expect(await seenByFrontend(lies)).toMatchObject({ "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" });
  });

  test("sends plain HTTP on this port to https", async () => {
    const { status, headers } = await nginx.getPlain("/a?b=c");
    expect({ status, to: headers.location }).toEqual({ status: 308, to: `https://${DOMAIN}/a?b=c` });
  });

  test("gives another host's name no answer", async () => {
    await expect(nginx.get("/", { headers: { Host: "somebody.else" } })).rejects.toThrow(/socket hang up/);
    await expect(nginx.get("/", { headers: { Host: "127.0.0.1" } })).rejects.toThrow(/socket hang up/);
  });

  test("does not even shake hands for another name", async () => {
    await expect(nginx.get("/", { servername: "somebody.else" })).rejects.toThrow(/unrecognized name/i);
    await expect(nginx.get("/", { servername: "" })).rejects.toThrow(/unrecognized name/i);
  });

  test("keeps static files of Next.js, also when the frontend no longer has them", async () => {
    const before = nginx.answer;
    nginx.answer = (_, response) => {
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      response.end("code");
    };
    const first = await nginx.get("/_next/static/chunk-1.js");
    expect(first.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    nginx.answer = (_, response) => response.writeHead(404).end();
    expect(await nginx.get("/_next/static/chunk-1.js")).toMatchObject({ status: 200, body: "code" });
    expect(await nginx.get("/_next/static/chunk-2.js")).toMatchObject({ status: 404 });
    expect(await nginx.get("/page")).toMatchObject({ status: 404 });
    nginx.answer = before;
  });

  test("passes WebSockets through", async () => {
    const reply = await new Promise<string>((resolve, reject) => {
      const request = https.request({
        host: "127.0.0.1",
        port: nginx.port,
        servername: DOMAIN,
        ca: fs.readFileSync(nginx.origin.certificate),
        headers: { Host: DOMAIN, Connection: "Upgrade", Upgrade: "websocket" },
        agent: false,
      });
      request.on("error", reject).on("upgrade", (_, socket) => {
        socket.once("data", (chunk: Buffer) => resolve(String(chunk))).write("ping");
        socket.once("data", () => socket.destroy());
      });
      request.end();
    });
    expect(reply).toBe("ping");
  });

  test("takes ten megabytes and no more", async () => {
    const post = (bytes: number) => nginx.get("/", { method: "POST", body: Buffer.alloc(bytes) });
    expect((await post(9 * 1024 * 1024)).status).toBe(200);
    expect((await post(11 * 1024 * 1024)).status).toBe(413);
  });

  test("slows down who asks without end, by visitor", async () => {
    const agent = new https.Agent({ keepAlive: true, maxSockets: 20 });
    const from = (address: string) => nginx.get("/", { headers: { "CF-Connecting-IP": address }, agent });
    const seen = new Set<number | undefined>();
    // However slow a machine is, it asks faster than the rate that is kept up for ever.
    for (let round = 0; round < 50 && !seen.has(429); round += 1) {
      for (const { status } of await Promise.all(Array.from({ length: 600 }, () => from("198.51.100.9")))) {
        seen.add(status);
      }
    }
    expect(seen).toEqual(new Set([200, 429]));
    expect((await from("198.51.100.10")).status).toBe(200);
    agent.destroy();
  });

  test("starts without a warning", () => {
    expect(
      nginx.log.split("\n").filter((line) => /\[(warn|error|crit|emerg|alert)\]/.test(line) && !/limiting/.test(line)),
    ).toEqual(
      // The one body over the limit, above.
      [expect.stringContaining("client intended to send too large body")],
    );
  });
});

describe("an address that is not Cloudflare's", () => {
  const nginx = new Nginx();
  beforeAll(() => nginx.start({ cloudflare_ip_ranges: ["103.21.244.0/22"] }));
  afterAll(() => nginx.stop());

  test("cannot speak for a visitor", async () => {
    const { body } = await nginx.get("/", { headers: { "CF-Connecting-IP": "198.51.100.7" } });
    expect(JSON.parse(body).headers["x-forwarded-for"]).toBe("127.0.0.1");
  });
});

describe("with origin pulls on", () => {
  const nginx = new Nginx();
  const cloudflare = makeCertificate("origin-pull.cloudflare.net");
  const stranger = makeCertificate("origin-pull.cloudflare.net");
  beforeAll(() => nginx.start({ clientCa: cloudflare.certificate }));
  afterAll(() => nginx.stop());
  const as = ({ certificate, key }: typeof cloudflare) => ({
    cert: fs.readFileSync(certificate),
    key: fs.readFileSync(key),
  });

  test("Cloudflare gets its page", async () => {
    expect((await nginx.get("/", as(cloudflare))).status).toBe(200);
  });

  test("nobody and somebody else do not", async () => {
    expect((await nginx.get("/")).status).toBe(400);
    expect((await nginx.get("/", as(stranger))).status).toBe(400);
  });
});

test("the text that is deployed is the text that was served here: one function makes both", async () => {
  const { nginx } = await detailsOf(copyOfHive(), "prod");
  const path = (pattern: RegExp) => pattern.exec(nginx)?.[1] ?? "";
  const infra = infraOf("prod");
  const given: NginxArguments = {
    domain: infra.domain,
    cloudflare_ip_ranges: infra.cloudflare_ip_ranges,
    version: path(/return 200 '(.*)\\n';/),
    nginxVersion: "1.28.0",
    certificate: path(/ssl_certificate (\S+);/),
    key: "/run/credentials/nginx.service/origin-key",
    clientCa: null,
    mimeTypes: path(/include (\S+mime\.types);/),
    cache: "/var/cache/nginx",
    accessLog: "/var/log/nginx/access.log",
    listen: ["443", "[::]:443"],
    frontend: "127.0.0.1:3000",
  };
  expect(nginx).toBe(await nginxText(given));
  expect(JSON.parse(given.version)).toEqual({ ...VERSION, revision: "0".repeat(40) });
  // The nginx of NixOS 25.11 has a directive where Debian's has a word; both are in that one function.
  expect(nginx).toMatch(/listen 443 ssl;\n.*\n *http2 on;/);
  expect(await nginxText({ ...given, nginxVersion: "1.22.1" })).toMatch(/listen 443 ssl http2;/);
});
