import { each } from "../refuse";

/** Zones are named by 32 hexadecimal digits, not by their domain. */
export const zoneId = each(
  "zone_id",
  (value) => /^[0-9a-f]{32}$/.test(String(value)),
  "Could not route to the zone",
  "is no identifier of a zone: 32 hexadecimal digits",
);
