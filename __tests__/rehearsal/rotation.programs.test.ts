import { X509Certificate } from "node:crypto";
import type { InfraMetadata } from "../../contract";
import type { RehearsalReport } from "../../rehearsal/rehearse";
import { Checkout } from "./checkout";

// The whole rotation of an origin certificate, step after step, with real Terraform: destroying a certificate revokes it.
jest.setTimeout(120_000);

const FIRST = "cloudflare_origin_ca_certificate.origin";
const SECOND = "cloudflare_origin_ca_certificate.origin_next";
const JSON_FILE = "local_file.infra_json[0]";
const NOTHING = { create: [], update: [], replace: [], destroy: [] };

const checkout = new Checkout();
afterAll(() => checkout.remove());

function changes() {
  const { code, stdout, text } = checkout.rehearse(["--json", "--env", "staging", "--keep"]);
  if (code !== 0) throw new Error(text);
  const { stacks } = JSON.parse(stdout) as RehearsalReport; // our own report
  return stacks.find(({ stack }) => stack === "infra-staging")?.changes;
}

const cartographer = (args: string) => checkout.exec(`node ${checkout.path("cli/cartographer.js")} ${args} 2>&1`);

function contract() {
  const file = checkout.read(".rehearsal/project/hosts/infra-cartographer-staging.json");
  const { origin_slot: slot, origin_certificate } = JSON.parse(file) as InfraMetadata; // as Terraform wrote it
  return { slot, serialNumber: new X509Certificate(origin_certificate).serialNumber };
}

/** What `--finish` does; in a rehearsal there is no host that it could ask first. */
const retire = (slot: string) => checkout.exec(`rm secrets/staging/${slot}.csr secrets/staging/${slot}-key.pem`);

it("makes the second beside the first, switches, and destroys the first alone, there and back", () => {
  expect(checkout.rehearse(["--env", "staging"])).toMatchObject({ code: 0 });
  const before = contract();
  expect(before.slot).toBe("origin");

  expect(cartographer("origin-key staging --rotate").code).toBe(0);
  expect(changes()).toEqual({ ...NOTHING, create: [SECOND], replace: [JSON_FILE] });
  const next = contract();
  expect(next.slot).toBe("origin-next");
  expect(next.serialNumber).not.toBe(before.serialNumber);

  retire("origin");
  expect(changes()).toEqual({ ...NOTHING, destroy: [FIRST] });
  expect(contract()).toEqual(next);

  expect(cartographer("origin-key staging --rotate").code).toBe(0);
  expect(changes()).toEqual({ ...NOTHING, create: [FIRST], replace: [JSON_FILE] });
  expect(contract().slot).toBe("origin");
  retire("origin-next");
  expect(changes()).toEqual({ ...NOTHING, destroy: [SECOND] });
});

it("never replaces the one in use, not even when its request is made anew", () => {
  retire("origin"); // the rehearsal makes another pair where there is none
  expect(checkout.rehearse(["--env", "staging", "--keep"])).toMatchObject({
    code: 1,
    text: expect.stringMatching(/cloudflare_origin_ca_certificate\.origin\s[\s\S]*prevent_destroy/),
  });
});
