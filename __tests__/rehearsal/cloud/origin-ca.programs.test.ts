import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { originAuthority } from "../../../rehearsal/cloud/rules/cloudflare/origin-ca";
import { emptyCloud, refusalsOf, signingRequest, temporaryFolder } from "./setup";

function openssl(...args: readonly string[]): string {
  return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

describe.each([
  ["origin-rsa", ["rsa:2048"]],
  ["origin-ecc", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]],
])("a certificate of type %s", (request_type, algorithm) => {
  const { csr, keyFile } = signingRequest(algorithm);
  const wanted = {
    csr,
    request_type,
    hostnames: ["*.baisoku-kaigi.com", "baisoku-kaigi.com"],
    requested_validity: 5475,
  };

  test("verifies against the authority, fits the private key, and says what was asked for", async () => {
    const { cloud, call, project } = emptyCloud();
    const made = await cloud.create("cloudflare_origin_ca_certificate", wanted, call);
    const folder = temporaryFolder();
    const [certificate, authority] = [join(folder, "origin.crt"), join(folder, "authority.crt")];
    writeFileSync(certificate, String(made.attributes.certificate));
    writeFileSync(authority, await originAuthority());

    expect(openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", authority, certificate)).toMatch(
      /: OK$/,
    );
    expect(openssl("x509", "-in", certificate, "-noout", "-pubkey")).toBe(openssl("pkey", "-in", keyFile, "-pubout"));
    const names = openssl("x509", "-in", certificate, "-noout", "-ext", "subjectAltName");
    expect(names).toContain("DNS:*.baisoku-kaigi.com, DNS:baisoku-kaigi.com");
    const end = openssl("x509", "-in", certificate, "-noout", "-enddate").replace("notAfter=", "");
    expect(Math.abs(Date.parse(end) - Date.parse(String(made.attributes.expires_on)))).toBeLessThan(5000);
    expect(Date.parse(end) - Date.now()).toBeGreaterThan(5474 * 86_400_000);

    expect(made.attributes.certificate).toMatch(
      /^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n$/,
    );
    expect(made.attributes.expires_on).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(made.id).toMatch(/^\d{48}$/);
    expect(readFileSync(join(project, "cloud.json"), "utf8")).not.toContain("PRIVATE KEY");
  });

  test("stays as it is when read, and is gone when destroyed", async () => {
    const { cloud, call } = emptyCloud();
    const made = await cloud.create("cloudflare_origin_ca_certificate", wanted, call);
    expect(cloud.read("cloudflare_origin_ca_certificate", made.id, call)).toEqual(made);
    cloud.remove("cloudflare_origin_ca_certificate", made.id, call);
    expect(cloud.read("cloudflare_origin_ca_certificate", made.id, call)).toBeUndefined();
  });
});

test("without a host name, or with too many, there is none", async () => {
  const { cloud, call } = emptyCloud();
  const wanted = { csr: signingRequest().csr, request_type: "origin-rsa", hostnames: [] };
  const refusals = await refusalsOf(() => cloud.create("cloudflare_origin_ca_certificate", wanted, call));
  expect(refusals).toMatchObject([{ summary: "Invalid hostnames", attribute: "hostnames" }]);
  const hostnames = Array.from({ length: 201 }, (_, index) => `h${index}.example.com`);
  await expect(cloud.create("cloudflare_origin_ca_certificate", { ...wanted, hostnames }, call)).rejects.toThrow(
    "at most 200",
  );
});
