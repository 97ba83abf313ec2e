import { contains, familyOf, isNetwork, isTheWorld, overlap } from "../../common/networks";

it.each([
  ["10.0.0.0/16", true],
  ["10.0.0.1/16", false],
  ["10.0.0.0/8", false],
  ["10.0.0.0", false],
  ["10.0.0.0/16/16", false],
  ["2001:db8::/32", false],
])("%s is a network of /16 to /28: %s", (cidr, expected) => {
  expect(isNetwork(cidr, 16, 28)).toBe(expected);
});

it.each([
  ["198.51.100.0/24", "ipv4"],
  ["2001:db8::/32", "ipv6"],
  ["::/129", undefined],
  ["fe80::1%eth0/64", undefined],
  ["198.51.100.0/024", undefined],
  ["198.51.100.0/24/24", undefined],
  ["0.0.0.0/33", undefined],
  ["example.com", undefined],
])("%s is of the family %s", (cidr, expected) => {
  expect(familyOf(cidr)).toBe(expected);
});

it.each(["0.0.0.0/0", "::/0", "128.0.0.0/1", "8000::/1"])("%s is the world, or a good part of it", (cidr) => {
  expect(isTheWorld(cidr)).toBe(true);
});

it.each(["10.0.0.0/8", "198.51.100.1/32", "2001:db8::/32"])("%s is somebody's network", (cidr) => {
  expect(isTheWorld(cidr)).toBe(false);
});

it("knows what lies within what", () => {
  expect(contains("10.0.0.0/16", "10.0.1.0/24")).toBe(true);
  expect(contains("10.0.1.0/24", "10.0.0.0/16")).toBe(false);
  expect(overlap("10.0.1.0/24", "10.0.0.0/16")).toBe(true);
  expect(overlap("10.0.1.0/24", "10.0.2.0/24")).toBe(false);
});
