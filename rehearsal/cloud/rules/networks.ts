import { BlockList, isIP } from "node:net";

/** A CIDR range, its host bits zero. */
export interface Network {
  readonly address: string;
  readonly bits: number;
  readonly family: "ipv4" | "ipv6";
}

/**
 * The network that a text such as "10.0.0.0/16" names; undefined for anything else, host bits that are set among it.
 */
export function networkOf(cidr: string): Network | undefined {
  const [address = "", length = "", ...rest] = cidr.split("/");
  const version = isIP(address);
  const bits = Number(length);
  if (rest.length > 0 || version === 0 || !/^\d{1,3}$/.test(length) || bits > (version === 4 ? 32 : 128))
    return undefined;
  const network: Network = { address, bits, family: version === 4 ? "ipv4" : "ipv6" };
  const width = version === 4 ? 32n : 128n;
  return toNumber(address) % 2n ** (width - BigInt(bits)) === 0n ? network : undefined;
}

/** Whether `inner` lies wholly within `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [wide, narrow] = [networkOf(outer), networkOf(inner)];
  if (!wide || !narrow || wide.family !== narrow.family || narrow.bits < wide.bits) return false;
  const range = new BlockList();
  range.addSubnet(wide.address, wide.bits, wide.family);
  return range.check(narrow.address, narrow.family);
}

/** Whether two networks share an address. */
export function overlap(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

/** The address at `offset` within an IPv4 or IPv6 network. */
export function addressIn(cidr: string, offset: number): string {
  const network = networkOf(cidr);
  if (!network) throw new Error(`"${cidr}" is no network`);
  const value = toNumber(network.address) + BigInt(offset);
  return network.family === "ipv4" ? ipv4Text(value) : ipv6Text(value);
}

function toNumber(address: string): bigint {
  return isIP(address) === 4 ? ipv4Number(address) : ipv6Number(address);
}

function ipv4Number(address: string): bigint {
  return address.split(".").reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
}

function ipv6Number(address: string): bigint {
  const [head = "", tail] = address.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":").flatMap(embeddedIpv4));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** "192.0.2.1" at the end of an IPv6 address, as the two groups that it stands for. */
function embeddedIpv4(group: string): readonly string[] {
  if (!group.includes(".")) return [group];
  const value = ipv4Number(group);
  return [(value >> 16n).toString(16), (value & 0xffffn).toString(16)];
}

function ipv4Text(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
}

function ipv6Text(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  return groups.join(":").replace(/(^|:)0(:0)+(:|$)/, "::");
}
