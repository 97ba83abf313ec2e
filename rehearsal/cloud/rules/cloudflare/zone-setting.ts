import type { Check, ResourceRule, ResourceRules } from "../../rule";
import { text } from "../../values";
import { demand, matches, shown } from "../refuse";
import { zoneId } from "./common";

const SWITCH = ["off", "on"];

/**
 * What some settings may be: https://developers.cloudflare.com/api/resources/zones/subresources/settings/methods/edit/
 */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  always_use_https: SWITCH,
  automatic_https_rewrites: SWITCH,
  http3: SWITCH,
  ipv6: SWITCH,
  min_tls_version: ["1.0", "1.1", "1.2", "1.3"],
  opportunistic_encryption: SWITCH,
  ssl: ["off", "flexible", "full", "strict", "origin_pull"],
  tls_1_3: ["off", "on", "zrt"],
  tls_client_auth: SWITCH,
  websockets: SWITCH,
};

const valueFits: Check = (self) => {
  const allowed = VALUES[text(self.setting_id) ?? ""];
  const holds = !allowed || self.value === undefined || allowed.some((one) => one === self.value);
  const detail = `value ${shown(self.value)} is none that ${self.setting_id} can have: ${allowed?.join(", ")}.`;
  return demand(holds, { summary: "Invalid value for zone setting (1007)", detail, attribute: "value" });
};

/**
 * A zone has each setting always: making one changes it, destroying it changes nothing. Owned twice it would go to and
 * fro.
 */
const zoneSetting: ResourceRule = {
  id: (self) => String(self.setting_id),
  key: (self) => `${self.zone_id}/${self.setting_id}`,
  computed: {
    editable: true,
    enabled: null,
    modified_on: () => new Date().toISOString(),
    time_remaining: null,
  },
  recomputed: ["modified_on"],
  forceNew: ["setting_id", "zone_id"],
  unique: [["zone_id", "setting_id"]],
  taken: "Setting owned twice",
  refuse: [
    zoneId,
    matches("setting_id", /^[a-z0-9_]+$/, "Undefined zone setting (1006)", "is no name of a setting"),
    valueFits,
  ],
};

export const zoneSettingRules: ResourceRules = {
  cloudflare_zone_setting: zoneSetting,
};
