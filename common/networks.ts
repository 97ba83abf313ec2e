import { BlockList, isIP, isIPv4 } from "node:net";

/** Every address of a family, as AWS writes it. */
export const EVERYWHERE = { ipv4: "0.0.0.0/0", ipv6: "::/0" } as const;

/** Whether `cidr` is an IPv4 network, its host bits zero, with a prefix length from `shortest` to `longest`. */
export function isNetwork(cidr: string, shortest: number, longest: number): boolean {
  const [address = "", bits = "", ...rest] = cidr.split("/");
  const length = Number(bits);
  if (rest.length > 0 || !isIPv4(address) || !/^\d{1,2}$/.test(bits)) return false;
  if (length < shortest || length > longest) return false;
  return ipv4Number(address) % 2 ** (32 - length) === 0;
}

/** The family of a range in CIDR form; undefined for anything else, an address with a zone index (%eth0) included. */
export function familyOf(cidr: string): "ipv4" | "ipv6" | undefined {
  const [address = "", bits = "", ...rest] = cidr.split("/");
  const version = isIP(address);
  if (version === 0 || address.includes("%") || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(bits)) return undefined;
  if (Number(bits) > (version === 4 ? 32 : 128)) return undefined;
  return version === 4 ? "ipv4" : "ipv6";
}

/** Whether a range is so wide that it is no network of anybody's: the world, or the parts somebody may cut it into. */
export function isTheWorld(cidr: string): boolean {
  const bits = Number(cidr.split("/")[1]);
  return familyOf(cidr) === "ipv4" ? bits < NARROWER_THAN_THE_WORLD.ipv4 : bits < NARROWER_THAN_THE_WORLD.ipv6;
}

/** The shortest prefixes that registries ever gave to one holder. */
const NARROWER_THAN_THE_WORLD = { ipv4: 8, ipv6: 16 } as const;

/** Whether the network `inner` lies wholly within the network `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [address = "", bits = ""] = outer.split("/");
  const [innerAddress = "", innerBits = ""] = inner.split("/");
  const range = new BlockList();
  range.addSubnet(address, Number(bits), "ipv4");
  return range.check(innerAddress, "ipv4") && Number(innerBits) >= Number(bits);
}

/** Whether two IPv4 networks share an address. */
export function overlap(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

function ipv4Number(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
