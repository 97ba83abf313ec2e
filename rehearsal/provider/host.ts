import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket, type Server as SocketServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { Cloud } from "../cloud/cloud";
import { errorDiagnostics } from "./diagnostics";
import { providerService, serviceOf } from "./protocol";
import { SchemaCache } from "./schema/cache";
import { Catalog } from "./schema/catalog";
import { openPackage, servedProviders } from "./schema/packages";
import { Session } from "./session";

/** What macOS allows, the shorter of the two systems; one byte of it ends the text. */
const SOCKET_PATH_BYTES = 104;

/** Where the local cloud finds what it needs. */
export interface LocalCloudOptions {
  /**
   * The folder of the stacks' folders. They are read when Terraform asks for schemas, so they may be synthesised later.
   */
  readonly stacksDirectory: string;
  /** The JSON file that holds the cloud's objects. */
  readonly stateFile: string;
  /** Where derived schemas are kept. May be deleted at any time. */
  readonly cacheDirectory: string;
  /** The node_modules folder with the provider bindings. */
  readonly nodeModules: string;
}

/** A running local cloud. */
export interface LocalCloud {
  /** What Terraform's environment needs so that it talks to this cloud and to nobody else. */
  readonly environment: Readonly<Record<string, string>>;
  readonly socketDirectory: string;
  /**
   * Ends every connection and removes the sockets. Not before Terraform has ended: it kills the process whose socket is
   * gone.
   */
  close(): Promise<void>;
}

/** One provider's socket. */
interface Listener {
  /** The provider's full address, as Terraform writes it. */
  readonly address: string;
  readonly socket: string;
  close(): Promise<void>;
}

/**
 * Serves the providers of all stacks from this process.
 * @throws UserError if the cloud's state cannot be read or a package is not installed.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { stacksDirectory, stateFile, cacheDirectory, nodeModules } = options;
  const cloud = Cloud.open(stateFile);
  const cache = new SchemaCache(cacheDirectory);
  const packages = servedProviders.map((traits) => openPackage(nodeModules, traits));
  const socketDirectory = makeSocketDirectory();
  const listeners = await Promise.all(
    packages.map((from) => {
      const catalog = new Catalog(from, cache, cloud, stacksDirectory);
      return listen(catalog, path.join(socketDirectory, from.name), () => new Session(catalog, cloud, stacksDirectory));
    }),
  );
  return {
    environment: { TF_REATTACH_PROVIDERS: JSON.stringify(reattachment(listeners)), CHECKPOINT_DISABLE: "1" },
    socketDirectory,
    close: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
      rmSync(socketDirectory, { recursive: true, force: true });
    },
  };
}

/** How Terraform finds providers that run already. "Test" keeps it from stopping them. */
function reattachment(listeners: readonly Listener[]): object {
  const entries = listeners.map(({ address, socket }) => [
    address,
    {
      Protocol: "grpc",
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "unix", String: socket },
    },
  ]);
  return Object.fromEntries(entries);
}

/**
 * A folder that only this user may enter: in the temporary folder, or in /tmp where the sockets' paths would be too
 * long. By its name a later rehearsal knows it for ours, should this process be killed.
 */
function makeSocketDirectory(): string {
  const parent = os.tmpdir();
  const longest = Math.max(...servedProviders.map(({ name }) => name.length));
  const bytes = Buffer.byteLength(path.join(parent, "cartographer-XXXXXX", "x".repeat(longest)));
  return mkdtempSync(path.join(bytes < SOCKET_PATH_BYTES ? parent : "/tmp", "cartographer-"));
}

/** A server of its own for each connection, so that each has its own session. */
async function listen(catalog: Catalog, socket: string, newSession: () => Session): Promise<Listener> {
  const open = new Set<() => void>();
  const sockets = createServer((connection) => {
    const end = serve(connection, newSession());
    open.add(end);
    connection.once("close", () => {
      open.delete(end);
      end();
    });
  });
  await listening(sockets, socket);
  return {
    address: `registry.terraform.io/${catalog.from.source}`,
    socket,
    close: () => {
      const closed = new Promise<void>((resolve) => sockets.close(() => resolve()));
      for (const end of open) end();
      return closed;
    },
  };
}

/** Serves one connection; the function that is returned ends it. */
function serve(connection: Socket, session: Session): () => void {
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(
    providerService,
    serviceOf(session.handlers, (error, method) => errorDiagnostics(error, method)),
  );
  // Terraform drops connections as it likes; that is no failure of ours.
  connection.on("error", () => undefined);
  server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(connection);
  return () => {
    server.forceShutdown();
    connection.destroy();
  };
}

function listening(sockets: SocketServer, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    sockets.once("error", reject);
    sockets.listen(socket, () => resolve());
  });
}
