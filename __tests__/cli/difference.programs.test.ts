import { spawnSync } from "node:child_process";
import path from "node:path";
import { describeDifference } from "../../cli/difference";
import { INFRA_KEYS } from "../../contract";
import { KNOWN } from "../metadata";
import { temporaryFolder } from "./project";

test("nothing differs from itself", () => {
  expect(describeDifference(KNOWN, { ...KNOWN })).toEqual([]);
});

test("without a former contract every key is named", () => {
  const lines = describeDifference(undefined, KNOWN);
  expect(lines.map((line) => line.trim().split(":")[0])).toEqual(INFRA_KEYS);
});

test("a list shows what came and went, abbreviated", () => {
  const ranges = ["103.21.244.0/22", "192.0.2.0/26", "192.0.2.64/26", "192.0.2.128/26", "192.0.2.192/26"];
  expect(describeDifference(KNOWN, { ...KNOWN, cloudflare_ip_ranges: ranges })).toEqual([
    "  cloudflare_ip_ranges: 4 added (192.0.2.0/26, 192.0.2.64/26, 192.0.2.128/26, …); 1 removed (2400:cb00::/32)",
  ]);
  const reversed = KNOWN.cloudflare_ip_ranges.toReversed();
  expect(describeDifference(KNOWN, { ...KNOWN, cloudflare_ip_ranges: reversed })).toEqual([
    "  cloudflare_ip_ranges: another order",
  ]);
});

test("a certificate is shown by its fingerprint and its end", () => {
  const key = path.join(temporaryFolder(), "key.pem");
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", "/CN=x", "-days", "7"];
  const pem = spawnSync("openssl", request, { encoding: "utf8" }).stdout;
  const [line = ""] = describeDifference(KNOWN, { ...KNOWN, origin_certificate: pem });
  expect(line).toMatch(
    /^ {2}origin_certificate: a certificate that cannot be read → certificate ([0-9A-F]{2}:){7}[0-9A-F]{2}… valid to .* GMT$/u,
  );
  expect(line.length).toBeLessThan(140);
});
