import { X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import type { InfraMetadata } from "../../contract";
import { Rehearsed } from "./rehearsed";

// The whole rotation of an origin certificate, step after step, with real Terraform: destroying a certificate revokes
// it.
const FIRST = "cloudflare_origin_ca_certificate.origin";
const SECOND = "cloudflare_origin_ca_certificate.origin_next";
const JSON_FILE = "local_file.infra_json[0]";
const NOTHING = { create: [], update: [], replace: [], destroy: [] };

const checkout = new Rehearsed();
afterAll(() => checkout.remove());

const changes = () => checkout.changesOf("infra-staging");
const rotate = () => checkout.cartographer("origin-key", "staging", "--rotate");

function contract() {
  const file = checkout.read(".rehearsal/project/hosts/infra-cartographer-staging.json");
  const { origin_slot: slot, origin_certificate } = JSON.parse(file) as InfraMetadata; // as Terraform wrote it
  return { slot, serialNumber: new X509Certificate(origin_certificate).serialNumber };
}

/** What `--finish` does; in a rehearsal there is no host that it could ask first. */
function retire(slot: string): void {
  for (const file of [`${slot}.csr`, `${slot}-key.pem`])
    fs.rmSync(checkout.path(`.rehearsal/project/secrets/staging/${file}`));
}

it("makes the second beside the first, switches, and destroys the first alone, there and back", async () => {
  const before = contract();
  expect(before.slot).toBe("origin");

  expect(rotate().code).toBe(0);
  expect(await changes()).toEqual({ ...NOTHING, create: [SECOND], replace: [JSON_FILE] });
  const next = contract();
  expect(next.slot).toBe("origin-next");
  expect(next.serialNumber).not.toBe(before.serialNumber);

  retire("origin");
  expect(await changes()).toEqual({ ...NOTHING, destroy: [FIRST] });
  expect(contract()).toEqual(next);

  expect(rotate().code).toBe(0);
  expect(await changes()).toEqual({ ...NOTHING, create: [FIRST], replace: [JSON_FILE] });
  expect(contract().slot).toBe("origin");
  retire("origin-next");
  expect(await changes()).toEqual({ ...NOTHING, destroy: [SECOND] });
});

it("never replaces the one in use, not even when its request is made anew", async () => {
  retire("origin"); // the rehearsal makes another pair where there is none
  await expect(changes()).rejects.toThrow(/cloudflare_origin_ca_certificate\.origin\s[\s\S]*prevent_destroy/);
});
