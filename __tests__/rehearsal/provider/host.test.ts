import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { UserError } from "../../../common/errors";
import { errorDiagnostics } from "../../../rehearsal/provider/diagnostics";
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from "../../../rehearsal/provider/host";
import { type Handlers, serviceOf } from "../../../rehearsal/provider/protocol";
import { MADE_ONCE } from "../../tiers/made-once";

let root: string;
let options: LocalCloudOptions;
let cloud: LocalCloud | undefined;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "lc-test-"));
  options = {
    stacksDirectory: path.join(root, "cdktf.out/stacks"),
    stateFile: path.join(root, "cloud.json"),
    cacheDirectory: path.join(os.tmpdir(), MADE_ONCE, "schemas"),
    nodeModules: path.resolve("node_modules"),
  };
});

afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
  rmSync(root, { recursive: true, force: true });
});

describe("the host of the local cloud", () => {
  test("tells Terraform where each provider listens", async () => {
    cloud = await startLocalCloud(options);
    expect(cloud.environment.CHECKPOINT_DISABLE).toBe("1");
    const reattach: unknown = JSON.parse(cloud.environment.TF_REATTACH_PROVIDERS ?? "");
    const at = (name: string) => ({
      ...{ Protocol: "grpc", ProtocolVersion: 6, Pid: process.pid, Test: true },
      Addr: { Network: "unix", String: path.join(cloud?.socketDirectory ?? "", name) },
    });
    expect(reattach).toEqual({
      "registry.terraform.io/hashicorp/aws": at("aws"),
      "registry.terraform.io/cloudflare/cloudflare": at("cloudflare"),
      "registry.terraform.io/hashicorp/tfe": at("tfe"),
      "registry.terraform.io/hashicorp/local": at("local"),
    });
  });

  test("listens in a folder that only this user may enter, and removes it", async () => {
    cloud = await startLocalCloud(options);
    expect(statSync(cloud.socketDirectory).mode & 0o777).toBe(0o700);
    expect(readdirSync(cloud.socketDirectory)).toEqual(["aws", "cloudflare", "local", "tfe"]);
    await cloud.close();
    expect(existsSync(cloud.socketDirectory)).toBe(false);
  });

  test("writes nothing before Terraform asks", async () => {
    cloud = await startLocalCloud(options);
    expect(readdirSync(root)).toEqual([]);
  });

  test("ends connections that are open, and outlives such as say nothing it understands", async () => {
    cloud = await startLocalCloud(options);
    const garbled = await connected("aws");
    garbled.write("this is no HTTP/2\r\n\r\n");
    const silent = await connected("tfe");
    const ended = [garbled, silent].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    await cloud.close();
    await Promise.all(ended);
  });

  test("goes to /tmp where the sockets' paths would be too long, and listens there", async () => {
    const long = path.join(root, "x".repeat(100));
    mkdirSync(long);
    jest.spyOn(os, "tmpdir").mockReturnValueOnce(long);
    cloud = await startLocalCloud(options);
    expect(path.dirname(cloud.socketDirectory)).toBe("/tmp");
    (await connected("cloudflare")).destroy();
    expect(readdirSync(long)).toEqual([]);
  });

  test("names a package that is not installed, and a state that can't be read", async () => {
    await expect(startLocalCloud({ ...options, nodeModules: root })).rejects.toThrow("provider-aws is not installed.");
    writeFileSync(options.stateFile, "{");
    await expect(startLocalCloud(options)).rejects.toThrow(UserError);
  });

  function connected(name: string): Promise<Socket> {
    const socket = connect(path.join(cloud?.socketDirectory ?? "", name)).resume();
    socket.on("error", () => undefined);
    return new Promise((resolve) => socket.once("connect", () => resolve(socket)));
  }
});

describe("a call that fails", () => {
  test("is answered with a diagnostic that carries the stack", async () => {
    const answer = await callWith(() => {
      throw new Error("no such thing");
    });
    expect(answer).toEqual({
      diagnostics: [
        {
          severity: "ERROR",
          summary: "The local cloud failed during StopProvider: this is a defect of the rehearsal, not of the stack",
          detail: expect.stringMatching(/^Error: no such thing\n +at /),
        },
      ],
    });
  });

  test("is answered with what to do next where a person can do something", async () => {
    const answer = await callWith(() => {
      throw new UserError("The state is broken.", "npm run rehearse");
    });
    expect(answer).toEqual({
      diagnostics: [{ severity: "ERROR", summary: "The state is broken", detail: "next: npm run rehearse" }],
    });
  });

  function callWith(StopProvider: Handlers["StopProvider"]): Promise<unknown> {
    const none = () => ({});
    const handlers: Handlers = {
      ...{ GetMetadata: none, GetProviderSchema: none, ConfigureProvider: none, ValidateProviderConfig: none },
      ...{ ValidateResourceConfig: none, ValidateDataResourceConfig: none, UpgradeResourceState: none },
      ...{ ReadResource: none, PlanResourceChange: none, ApplyResourceChange: none, ImportResourceState: none },
      ...{ ReadDataSource: none, StopProvider },
    };
    const service = serviceOf(handlers, errorDiagnostics);
    return new Promise((resolve) => {
      const callback = (_error: unknown, answer: unknown) => resolve(answer);
      // gRPC's types admit any kind of call; this one is called as a plain function.
      (service.StopProvider as (call: object, callback: unknown) => void)({ request: {} }, callback);
    });
  }
});
