import { toScannable } from "../../../dev/scan/hcl";

it("drops what is set to nothing, which checkov takes for something", () => {
  expect(toScannable("cidr_blocks = null\nfrom_port = 443", [])).toBe("from_port = 443");
});

it("drops the line that cdktf's HCL misspells", () => {
  expect(toScannable('terraform {\n  0 = "required_version"\n}', [])).toBe("terraform {\n}");
});

it("writes policies with references in them as HCL knows it, so that they are looked into", () => {
  expect(toScannable('policy = "{"Version":"2012-10-17","Resource":"${x.arn}"}"', [])).toBe(
    'policy = jsonencode({"Version":"2012-10-17","Resource":"${x.arn}"})',
  );
});

it("puts a skip with its reason into the resource that it is for, and into no other", () => {
  const skip = { check: "CKV_AWS_1", resources: ["aws_vpc.main"], reason: "because" };
  expect(toScannable('resource "aws_vpc" "main" {\n}\nresource "aws_vpc" "other" {\n}', [skip])).toBe(
    'resource "aws_vpc" "main" {\n#checkov:skip=CKV_AWS_1:because\n}\nresource "aws_vpc" "other" {\n}',
  );
});
