import { ZoneSetting as CloudflareZoneSetting } from "@cdktf/provider-cloudflare/lib/zone-setting";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { ZoneSetting } from "../config";

export interface ZoneSettingsProps {
  readonly zoneId: string;
  readonly on: readonly ZoneSetting[];
}

/** What each is at Cloudflare, and what it touches beyond this project. docs/operations.md has the order. */
const SETTINGS: Readonly<Record<ZoneSetting, { readonly id: string; readonly value: string }>> = {
  // Every proxied name: an origin without a valid certificate answers with error 526.
  "ssl-strict": { id: "ssl", value: "strict" },
  // Every proxied name: clients with nothing better than TLS 1.1 are turned away.
  "minimum-tls-1.2": { id: "min_tls_version", value: "1.2" },
  // Every proxied name: http becomes https at the edge; what is served over http only is gone.
  "always-https": { id: "always_use_https", value: "on" },
  // Every proxied name: Cloudflare shows a client certificate; origins that do not ask for one do not notice.
  "authenticated-origin-pulls": { id: "tls_client_auth", value: "on" },
};

/**
 * Settings of the zone that all environments share: made in one stack alone, and only those that config/project.ts
 * switches on.
 */
export class ZoneSettings extends Construct {
  constructor(scope: Construct, id: string, { zoneId, on }: ZoneSettingsProps) {
    super(scope, id);
    for (const setting of on) {
      const { id: settingId, value } = SETTINGS[setting];
      new CloudflareZoneSetting(this, `cloudflare_zone_setting.${settingId}`, {
        zoneId,
        settingId,
        // The bindings want a map; the service, and Terraform's schema (dynamic), want this string.
        value: Token.asAnyMap(value),
      });
    }
  }
}
