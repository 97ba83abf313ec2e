import type { InfraMetadata } from "../contract";

/** A contract of staging that holds, for tests: of a host that was never there. */
export const KNOWN: InfraMetadata = {
  aws_region: "ap-northeast-1",
  cloudflare_ip_ranges: ["103.21.244.0/22", "2400:cb00::/32"],
  domain: "staging.baisoku-kaigi.com",
  domain_url: "https://staging.baisoku-kaigi.com",
  efs_dns_name: "fs-0123456789abcdef0.efs.ap-northeast-1.amazonaws.com",
  efs_file_system_id: "fs-0123456789abcdef0",
  environment: "staging",
  instance_id: "i-0123456789abcdef0",
  instance_public_ip: "203.0.113.10",
  origin_certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  origin_slot: "origin",
  schema_version: 2,
  secret_name: "cartographer-staging/application",
};
