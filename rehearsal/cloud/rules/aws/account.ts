import type { DataRule } from "../../rule";
import { ACCOUNT, regionOf } from "./common";
import { zoneId, zonesOf } from "./vpc";

/** Who calls: a user of the local cloud's account. */
export const callerIdentity: DataRule = {
  read: () => ({
    id: ACCOUNT,
    account_id: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/rehearsal`,
    user_id: "AIDAREHEARSALREHEARS",
  }),
};

/** The zones of the region. */
export const availabilityZones: DataRule = {
  read: (config, cloud) => {
    const region = regionOf(config, cloud);
    const names = zonesOf(region);
    return { id: region, region, names, zone_ids: names.map(zoneId), group_names: [region] };
  },
};
