import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { LocalProvider } from "@cdktf/provider-local/lib/provider";
import { CloudBackend, NamedCloudWorkspace, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, Project } from "../config";
import { AppHost } from "../constructs/app-host";
import { CloudflareRanges } from "../constructs/cloudflare-ranges";
import { Dns } from "../constructs/dns";
import { FileSystem } from "../constructs/file-system";
import { Firewall } from "../constructs/firewall";
import { InfraJson } from "../constructs/infra-json";
import { Network } from "../constructs/network";
import { OriginCertificate } from "../constructs/origin-certificate";
import { originHostnames } from "../constructs/origin-csr";
import { SCHEMA_VERSION } from "../contract";
import { CartographerStack } from "./cartographer-stack";
import { cloudflareApiToken, cloudflareZoneId, emitInfraJson, sshPublicKey } from "./variables";

export interface InfraProps {
  readonly project: Project;
  readonly environment: Environment;
  /** The committed certificate signing request, PEM, verified; undefined while there is none. */
  readonly originCsr: string | undefined;
}

/** Everything one environment consists of at AWS and Cloudflare. Its state is at Terraform Cloud, one workspace each. */
export class Infra extends CartographerStack {
  constructor(scope: Construct, id: string, { project, environment, originCsr }: InfraProps) {
    super(scope, id);
    const { prefix, domain } = environment;
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

    const cloudflare = new CloudflareRanges(this, "cloudflare-ranges");
    const network = new Network(this, "network", {
      prefix,
      vpcCidr: environment.vpcCidr,
      subnet: environment.subnet,
      region,
    });
    const firewall = new Firewall(this, "firewall", {
      prefix,
      vpc: network.vpc,
      mountTargetSubnets: [network.publicSubnet],
      cloudflare,
      sshFrom: environment.sshFrom,
    });
    const fileSystem = new FileSystem(this, "file-system", {
      prefix,
      creationToken: environment.efsCreationToken,
      subnet: network.publicSubnet,
      securityGroup: firewall.efs,
    });
    const host = new AppHost(this, "app-host", {
      prefix,
      instance: environment.instance,
      subnet: network.publicSubnet,
      securityGroup: firewall.app,
      sshPublicKey: sshPublicKey(this).stringValue,
    });
    new Dns(this, "dns", { zoneId: cloudflareZoneId(this).stringValue, domain, address: host.address });
    const origin = new OriginCertificate(this, "origin-certificate", {
      environment: environment.name,
      csr: originCsr,
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
        origin_certificate: origin.certificate.certificate,
        schema_version: SCHEMA_VERSION,
      },
    });
    new TerraformOutput(this, "ssh_command", {
      description: "How to reach the host, from a range that config.ts allows.",
      value: `ssh root@${host.address.publicIp}`,
    });
  }
}
