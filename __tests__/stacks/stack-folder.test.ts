import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { linkTfvars, refuseOverrides, stackFolder } from "../../stacks/stack-folder";

let root: string;
let folder: string;
const source = () => path.join(root, "secrets/tfc-bootstrap.tfvars");
const link = () => path.join(folder, "terraform.tfvars");

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "stack-folder-"));
  folder = stackFolder(path.join(root, "cdktf.out"), "tfc-bootstrap");
  fs.mkdirSync(folder, { recursive: true });
  fs.mkdirSync(path.dirname(source()));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

describe("linkTfvars", () => {
  it("links the admin's values into the stack's folder, relatively", () => {
    fs.writeFileSync(source(), "a = 1\n");
    linkTfvars(folder, source());
    linkTfvars(folder, source());
    expect(fs.readlinkSync(link())).toBe("../../../secrets/tfc-bootstrap.tfvars");
    expect(fs.readFileSync(link(), "utf8")).toBe("a = 1\n");
  });

  it("removes the link when the values are gone, and does nothing while there are none", () => {
    linkTfvars(folder, source());
    fs.writeFileSync(source(), "");
    linkTfvars(folder, source());
    fs.rmSync(source());
    linkTfvars(folder, source());
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("links the example, which the variables refuse, while there are no values", () => {
    fs.writeFileSync(`${source()}.example`, "a = 0\n");
    linkTfvars(folder, source());
    expect(fs.readlinkSync(link())).toBe("../../../secrets/tfc-bootstrap.tfvars.example");
    fs.writeFileSync(source(), "a = 1\n");
    linkTfvars(folder, source());
    expect(fs.readlinkSync(link())).toBe("../../../secrets/tfc-bootstrap.tfvars");
  });

  it("mends a link that points elsewhere", () => {
    fs.writeFileSync(source(), "a = 1\n");
    fs.symlinkSync("/nowhere", link());
    linkTfvars(folder, source());
    expect(fs.readFileSync(link(), "utf8")).toBe("a = 1\n");
  });

  it("refuses to lose a file that somebody put there", () => {
    fs.writeFileSync(source(), "a = 1\n");
    fs.writeFileSync(link(), "b = 2\n");
    expect(() => linkTfvars(folder, source())).toThrow(/is a file of somebody's/);
    expect(fs.readFileSync(link(), "utf8")).toBe("b = 2\n");
  });
});

describe("refuseOverrides", () => {
  const out = () => path.join(root, "cdktf.out");

  it("lets a plain synth pass, and one into a new folder", () => {
    fs.writeFileSync(path.join(folder, "cdk.tf.json"), "{}");
    refuseOverrides(out());
    refuseOverrides(path.join(root, "elsewhere"));
  });

  it.each(["rehearsal_override.tf.json", "override.tf", "override.tf.json", "x_override.tf"])("refuses %s", (name) => {
    fs.writeFileSync(path.join(folder, name), "{}");
    expect(() => refuseOverrides(out())).toThrow(new RegExp(`${name}: Terraform would merge this over the stack`));
  });
});
