import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { linkTfvars, refuseForeignFiles, stackFolder } from "../../stacks/stack-folder";

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

describe("refuseForeignFiles", () => {
  const out = () => path.join(root, "cdktf.out");
  const refuse = (outdir = out()) => refuseForeignFiles(root, outdir, "tfc-bootstrap");
  const put = (file: string) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), "{}");
  };

  it("lets a plain synth pass, and one into a new folder", () => {
    put("cdktf.out/manifest.json");
    put("cdktf.out/stacks/tfc-bootstrap/cdk.tf.json");
    put("cdktf.out/stacks/tfc-bootstrap/.terraform/modules/x/main.tf");
    put("secrets/tfc-bootstrap.tfvars");
    linkTfvars(folder, source());
    refuse();
    refuse(path.join(root, "elsewhere"));
  });

  it.each([
    ["rehearsal_override.tf.json", "Terraform would merge this over the stack"],
    ["override.tf", "Terraform would merge this over the stack"],
    ["override.tf.json", "Terraform would merge this over the stack"],
    ["x_override.tf", "Terraform would merge this over the stack"],
    ["main.tf", "Terraform would run this beside the stack"],
    ["imports.tf.json", "Terraform would run this beside the stack"],
    ["prod.tfvars", "a stack's values come from its workspace"],
    ["x.auto.tfvars", "a stack's values come from its workspace"],
    ["terraform.tfvars.json", "a stack's values come from its workspace"],
  ])("refuses %s in a stack's folder", (name, message) => {
    const file = `cdktf.out/stacks/tfc-bootstrap/${name}`;
    put(file);
    const refusal = { message: expect.stringContaining(`${file}: ${message}`), next: `rm ${file}` };
    expect(() => refuse()).toThrow(expect.objectContaining(refusal));
  });

  it("refuses values in the folder of a stack that has none", () => {
    put("cdktf.out/stacks/infra-prod/terraform.tfvars");
    expect(() => refuse()).toThrow("cdktf.out/stacks/infra-prod/terraform.tfvars: a stack's values come from");
  });

  it.each(["terraform.tfvars", "terraform.tfvars.json", "x.auto.tfvars", "x.auto.tfvars.json"])(
    "refuses %s in the project's folder, and says where such values belong",
    (file) => {
      put(file);
      const next = `mv -i ${file} secrets/tfc-bootstrap.tfvars`;
      const message = `${file}: cdktf would pass these values to every stack, secrets included.`;
      expect(() => refuse()).toThrow(expect.objectContaining({ message, next }));
    },
  );
});
