import os from "node:os";
import { deploy } from "../../cli/deploy";
import { sync } from "../../cli/sync";
import { run } from "../../programs/run";
import { findTerraform } from "../../programs/terraform";

jest.mock("../../programs/run", () => ({
  ...jest.requireActual("../../programs/run"),
  run: jest.fn(),
  findOnPath: (name: string) => `/bin/${name}`,
}));
jest.mock("../../cli/sync");
jest.mock("../../programs/terraform", () => ({
  ...jest.requireActual("../../programs/terraform"),
  findTerraform: jest.fn(),
}));

const cdktf = jest.mocked(run);
const end = (exitCode: number) => cdktf.mockResolvedValue({ exitCode, stdout: "", stderr: "" });

beforeEach(() => jest.clearAllMocks());

test("deploys the environment's stack at the terminal, passes arguments on, then synchronises", async () => {
  end(0);
  expect(await deploy("staging", ["--auto-approve"])).toBe(0);
  expect(findTerraform).toHaveBeenCalled();
  expect(cdktf).toHaveBeenCalledWith(
    "/bin/cdktf",
    ["deploy", "infra-staging", "--auto-approve"],
    expect.objectContaining({ cwd: process.cwd(), stdio: "inherit" }),
  );
  expect(sync).toHaveBeenCalledWith("staging", { synthesised: true });
});

test("a deploy that fails hands its exit code on, and nothing is synchronised", async () => {
  end(3);
  expect(await deploy("prod", ["--auto-approve"])).toBe(3);
  expect(sync).not.toHaveBeenCalled();
});

test("nothing is deployed without a terminal, unless the plan is approved beforehand", async () => {
  end(0);
  await expect(deploy("staging")).rejects.toMatchObject({
    message: expect.stringContaining("no terminal to ask at"),
    next: expect.stringContaining("npm run deploy -- staging -- --auto-approve"),
  });
  expect(cdktf).not.toHaveBeenCalled();
});

test("where the home folder can hold no downloads, cdktf keeps none", async () => {
  end(0);
  const homedir = jest.spyOn(os, "homedir").mockReturnValue("/dev/null");
  await deploy("staging", ["--auto-approve"]);
  homedir.mockReturnValue(__dirname);
  await deploy("staging", ["--auto-approve"]);
  const seen = cdktf.mock.calls.map(([, , { env }]) => env?.CDKTF_DISABLE_PLUGIN_CACHE_ENV);
  expect(seen).toEqual(["1", process.env.CDKTF_DISABLE_PLUGIN_CACHE_ENV]);
});

test("nothing is deployed under a TF_WORKSPACE", async () => {
  process.env.TF_WORKSPACE = "prod";
  try {
    await expect(deploy("staging")).rejects.toThrow(/TF_WORKSPACE/);
  } finally {
    delete process.env.TF_WORKSPACE;
  }
  expect(cdktf).not.toHaveBeenCalled();
});
