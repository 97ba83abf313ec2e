import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { LocalProvider } from "@cdktf/provider-local/lib/provider";
import { CloudBackend, NamedCloudWorkspace, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, Project } from "../config";
import { Account } from "../constructs/account";
import { Alarms } from "../constructs/alarms";
import { AppHost } from "../constructs/app-host";
import { Backups } from "../constructs/backups";
import { CloudflareRanges } from "../constructs/cloudflare-ranges";
import { Dns } from "../constructs/dns";
import { Encryption } from "../constructs/encryption";
import { FileSystem } from "../constructs/file-system";
import { Firewall } from "../constructs/firewall";
import { FlowLogs } from "../constructs/flow-logs";
import { HostIdentity } from "../constructs/host-identity";
import { InfraJson } from "../constructs/infra-json";
import { Network } from "../constructs/network";
import { OriginCertificate } from "../constructs/origin-certificate";
import { originHostnames } from "../constructs/origin-csr";
import { Secret } from "../constructs/secret";
import { ZoneSettings } from "../constructs/zone-settings";
import { SCHEMA_VERSION } from "../contract";
import type { OriginRequests } from "../contract/origin-slots";
import { CartographerStack } from "./cartographer-stack";
import { cloudflareApiToken, cloudflareZoneId, emitInfraJson, sshPublicKey } from "./variables";

export interface InfraProps {
  readonly project: Project;
  readonly environment: Environment;
  readonly origin: OriginRequests;
}

/**
 * Everything one environment consists of at AWS and Cloudflare. Its state is at Terraform Cloud, one workspace each.
 */
export class Infra extends CartographerStack {
  constructor(scope: Construct, id: string, { project, environment, origin }: InfraProps) {
    super(scope, id);
    const { prefix, domain, ssh } = environment;
    const region = project.awsRegion;
    new CloudBackend(this, {
      hostname: project.terraformCloud.hostname,
      organization: project.terraformCloud.organization,
      workspaces: new NamedCloudWorkspace(environment.workspace),
    });
    new AwsProvider(this, "aws", {
      region,
      defaultTags: [{ tags: { Project: project.name, Environment: environment.name, ManagedBy: "terraform" } }],
    });
    new CloudflareProvider(this, "cloudflare", { apiToken: cloudflareApiToken(this).stringValue });
    new LocalProvider(this, "local");

    const account = new Account(this, "account", project);
    const encryption = new Encryption(this, "encryption", { prefix, account });
    const network = new Network(this, "network", {
      prefix,
      vpcCidr: environment.vpcCidr,
      subnets: environment.subnets,
      region,
    });
    new FlowLogs(this, "flow-logs", {
      prefix,
      account,
      vpc: network.vpc,
      encryption,
      keepDays: environment.flowLogDays,
    });
    const cloudflare = new CloudflareRanges(this, "cloudflare-ranges", { prefix });
    const firewall = new Firewall(this, "firewall", {
      prefix,
      vpc: network.vpc,
      mountTargetSubnets: network.subnets,
      cloudflare,
      ssh,
      egress: environment.egress,
    });
    const fileSystem = new FileSystem(this, "file-system", {
      prefix,
      creationToken: environment.efsCreationToken,
      encryption,
      subnets: network.subnets,
      securityGroup: firewall.efs,
    });
    new Backups(this, "backups", { prefix, account, encryption, fileSystem, keepDays: environment.backupDays });
    const secret = new Secret(this, "secret", { prefix, encryption });
    const host = new AppHost(this, "app-host", {
      prefix,
      instance: environment.instance,
      subnet: network.subnetIn(environment.hostZone),
      gateway: network.gateway,
      securityGroup: firewall.app,
      identity: new HostIdentity(this, "host-identity", { prefix, account, ssh, secret, encryption }),
      encryption,
      terminationProtection: environment.terminationProtection,
      sshPublicKey: sshPublicKey(this).stringValue,
    });
    new Alarms(this, "alarms", { prefix, account, encryption, host, fileSystem, emails: project.alarmEmails });
    const zoneId = cloudflareZoneId(this).stringValue;
    new Dns(this, "dns", { zoneId, domain, address: host.address });
    if (project.zoneSettings.owner === environment.name) {
      new ZoneSettings(this, "zone-settings", { zoneId, on: project.zoneSettings.on });
    }
    const { certificate } = new OriginCertificate(this, "origin-certificate", {
      environment: environment.name,
      requests: origin,
      hostnames: originHostnames(project.zone),
      validityDays: project.originCertificateDays,
    });
    new InfraJson(this, "infra-json", {
      emit: emitInfraJson(this),
      metadata: {
        aws_region: region,
        cloudflare_ip_ranges: cloudflare.all,
        domain,
        domain_url: `https://${domain}`,
        efs_dns_name: fileSystem.efs.dnsName,
        efs_file_system_id: fileSystem.efs.id,
        environment: environment.name,
        instance_id: host.instance.id,
        instance_public_ip: host.address.publicIp,
        origin_certificate: certificate.certificate,
        origin_slot: origin.inUse,
        schema_version: SCHEMA_VERSION,
        secret_name: secret.name,
      },
    });
    new TerraformOutput(this, "ssh_command", {
      description: "How to reach the host.",
      value: ssh === "ssm" ? `ssh -F hosts/ssh_config ${environment.workspace}` : `ssh root@${host.address.publicIp}`,
    });
  }
}
