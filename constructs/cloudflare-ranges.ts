import { DataCloudflareIpRanges } from "@cdktf/provider-cloudflare/lib/data-cloudflare-ip-ranges";
import { Fn } from "cdktf";
import { Construct } from "constructs";

/** The address ranges that Cloudflare publishes: those from which it reaches the host. */
export class CloudflareRanges extends Construct {
  readonly ipv4: string[];
  readonly ipv6: string[];
  /** Both families, sorted, so that their order at the service never shows as a change. */
  readonly all: string[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const published = new DataCloudflareIpRanges(this, "data.cloudflare_ip_ranges.cloudflare", {});
    this.ipv4 = published.ipv4Cidrs;
    this.ipv6 = published.ipv6Cidrs;
    this.all = Fn.sort(Fn.concat([this.ipv4, this.ipv6]));
  }
}
