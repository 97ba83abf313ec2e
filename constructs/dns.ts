import type { Eip } from "@cdktf/provider-aws/lib/eip";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { Construct } from "constructs";

export interface DnsProps {
  readonly zoneId: string;
  /** The fully qualified name. */
  readonly domain: string;
  readonly address: Eip;
}

/** The name of the environment, proxied: people reach Cloudflare, and Cloudflare alone reaches the host. */
export class Dns extends Construct {
  constructor(scope: Construct, id: string, props: DnsProps) {
    super(scope, id);
    new DnsRecord(this, "cloudflare_dns_record.app", {
      zoneId: props.zoneId,
      name: props.domain,
      type: "A",
      content: props.address.publicIp,
      proxied: true,
      // 1 is Cloudflare's "automatic", the only one a proxied record takes.
      ttl: 1,
    });
  }
}
