import { architectureOf } from "../../../config/rules";
import type { Attributes } from "../../../rehearsal/cloud/rule";
import { policySize } from "../../../rehearsal/cloud/rules/aws/policy-document";
import { zoneId } from "../../../rehearsal/cloud/rules/aws/vpc";
import { addressIn, contains, networkOf, overlap } from "../../../rehearsal/cloud/rules/networks";
import { sameValue, valuesAt } from "../../../rehearsal/cloud/values";

describe("networks", () => {
  test.each([
    ["10.0.0.0/16", { address: "10.0.0.0", bits: 16, family: "ipv4" }],
    ["0.0.0.0/0", { address: "0.0.0.0", bits: 0, family: "ipv4" }],
    ["2001:db8:100::/56", { address: "2001:db8:100::", bits: 56, family: "ipv6" }],
    ["::ffff:192.0.2.0/120", { address: "::ffff:192.0.2.0", bits: 120, family: "ipv6" }],
    ["10.0.0.1/16", undefined],
    ["10.0.0.0/33", undefined],
    ["10.0.0.0", undefined],
    ["10.0.0.0/16/8", undefined],
    ["2001:db8::1/64", undefined],
    ["somewhere/8", undefined],
  ])("%s", (cidr, network) => expect(networkOf(cidr)).toEqual(network));

  test("containment and overlap", () => {
    expect(contains("10.0.0.0/16", "10.0.1.0/24")).toBe(true);
    expect(contains("10.0.1.0/24", "10.0.0.0/16")).toBe(false);
    expect(contains("10.0.0.0/16", "10.1.0.0/24")).toBe(false);
    expect(contains("2001:db8::/32", "2001:db8:1::/64")).toBe(true);
    expect(contains("10.0.0.0/8", "2001:db8::/64")).toBe(false);
    expect(overlap("10.0.1.0/24", "10.0.0.0/16")).toBe(true);
    expect(overlap("10.0.1.0/24", "10.0.2.0/24")).toBe(false);
  });

  test.each([
    ["10.0.1.0/24", 4, "10.0.1.4"],
    ["10.0.0.0/16", 256, "10.0.1.0"],
    ["2001:db8:100::/64", 4, "2001:db8:100::4"],
    ["2001:db8:0:1::/64", 10, "2001:db8:0:1::a"],
  ])("%s + %i is %s", (cidr, offset, address) => expect(addressIn(cidr, offset)).toBe(address));
});

test("values along a path, through blocks and lists", () => {
  const group: Attributes = {
    name: "app",
    ingress: [{ groups: ["a", "b"] }, { groups: null }, {}],
    one: { inner: { deep: 1 } },
  };
  expect(valuesAt(group, "ingress.groups")).toEqual(["a", "b"]);
  expect(valuesAt(group, "one.inner.deep")).toEqual([1]);
  expect(valuesAt(group, "name")).toEqual(["app"]);
  expect(valuesAt(group, "none.of.these")).toEqual([]);
  expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
});

test.each([
  ["t4g.medium", "arm64"],
  ["c7gd.large", "arm64"],
  ["a1.large", "arm64"],
  ["im4gn.large", "arm64"],
  ["t3.micro", "x86_64"],
  ["g5.xlarge", "x86_64"],
  ["g5g.xlarge", "arm64"],
  ["m5.large", "x86_64"],
])("%s is %s", (type, architecture) => expect(architectureOf(type)).toBe(architecture));

test("the size of a policy leaves white space out", () => expect(policySize('{\n  "a": "b"\n}')).toBe(9));
test("zones have ids", () => expect(zoneId("ap-northeast-1a")).toBe("apne1-az1"));
