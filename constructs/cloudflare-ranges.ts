import { Ec2ManagedPrefixList } from "@cdktf/provider-aws/lib/ec2-managed-prefix-list";
import { DataCloudflareIpRanges } from "@cdktf/provider-cloudflare/lib/data-cloudflare-ip-ranges";
import { Fn, TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import { CLOUDFLARE_ROOM as ROOM } from "../contract";

export interface CloudflareRangesProps {
  /** Beginning of the lists' names. */
  readonly prefix: string;
}

/** The address ranges that Cloudflare publishes, those from which it reaches the host, as one prefix list a family. */
export class CloudflareRanges extends Construct {
  readonly prefixLists: readonly Ec2ManagedPrefixList[];
  /** Both families, sorted, so that their order at the service never shows as a change. */
  readonly all: string[];

  constructor(scope: Construct, id: string, { prefix }: CloudflareRangesProps) {
    super(scope, id);
    const published = new DataCloudflareIpRanges(this, "data.cloudflare_ip_ranges.cloudflare", {
      lifecycle: {
        // An empty answer would shut the world out, one that is too long would fail half way.
        postcondition: (["ipv4", "ipv6"] as const).map((family) => ({
          condition: `\${length(self.${family}_cidrs) > 0 && length(self.${family}_cidrs) <= ${ROOM[family]}}`,
          errorMessage:
            `Cloudflare's list of ${family} ranges is empty or has more than ${ROOM[family]}: look at ` +
            `https://www.cloudflare.com/ips, then at ROOM in constructs/cloudflare-ranges.ts.`,
        })),
      },
    });
    this.all = Fn.sort(Fn.concat([published.ipv4Cidrs, published.ipv6Cidrs]));
    const list = (family: keyof typeof ROOM, addressFamily: string, ranges: string[]) => {
      const each = TerraformIterator.fromList(ranges);
      return new Ec2ManagedPrefixList(this, `aws_ec2_managed_prefix_list.cloudflare_${family}`, {
        name: `${prefix}-cloudflare-${family}`,
        addressFamily,
        maxEntries: ROOM[family],
        entry: each.dynamic({ cidr: each.value }),
        tags: { Name: `${prefix}-cloudflare-${family}` },
      });
    };
    this.prefixLists = [list("ipv4", "IPv4", published.ipv4Cidrs), list("ipv6", "IPv6", published.ipv6Cidrs)];
  }
}
