import type { ZoneSetting } from "../../config";
import { ORIGIN, synthInfra } from "../synthesised";

const settings = (environment: string, on: readonly ZoneSetting[]) =>
  synthInfra(environment, {}, ORIGIN, { zoneSettings: { owner: "prod", on } }).resource.cloudflare_zone_setting;

it("leaves the zone alone until config/project.ts says otherwise", () => {
  expect(settings("prod", [])).toBeUndefined();
});

it("switches each on by its own word, with the value that the service takes", () => {
  const on = ["always-https", "authenticated-origin-pulls", "minimum-tls-1.2", "ssl-strict"] as const;
  const setting = (setting_id: string, value: string) => ({ zone_id: "${var.cloudflare_zone_id}", setting_id, value });
  expect(settings("prod", on)).toEqual({
    always_use_https: setting("always_use_https", "on"),
    min_tls_version: setting("min_tls_version", "1.2"),
    ssl: setting("ssl", "strict"),
    tls_client_auth: setting("tls_client_auth", "on"),
  });
});

it("makes them in the one stack that owns them: the zone is shared", () => {
  expect(settings("staging", ["ssl-strict"])).toBeUndefined();
});
