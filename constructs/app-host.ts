import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";
import type { Architecture, Environment } from "../config";
import type { Encryption } from "./encryption";
import type { HostIdentity } from "./host-identity";

export interface AppHostProps {
  readonly prefix: string;
  readonly instance: Environment["instance"];
  readonly subnet: Subnet;
  /** Through which the host's public address is reached. */
  readonly gateway: InternetGateway;
  readonly securityGroup: SecurityGroup;
  readonly identity: HostIdentity;
  readonly encryption: Encryption;
  /** Whether AWS refuses to terminate it. */
  readonly terminationProtection: boolean;
  /** The public key that a fresh host lets in as root. */
  readonly sshPublicKey: string;
}

/** The account that publishes NixOS images: https://nixos.github.io/amis */
const NIXOS_IMAGES = "427812963091";
const NIX_SYSTEM: Readonly<Record<Architecture, string>> = { arm64: "aarch64-linux", x86_64: "x86_64-linux" };

/** What never replaces a running host: docs/operations.md says how to replace one deliberately. */
const SET_AT_BIRTH = [
  // NixOS is updated in place, by Colmena.
  "ami",
  "user_data",
  // AWS encrypts a disk when it makes it and never again: an adopted host keeps the disk it has.
  "root_block_device[0].encrypted",
  "root_block_device[0].kms_key_id",
] as const;

/** The one NixOS host of an environment, with its public address. */
export class AppHost extends Construct {
  readonly instance: Instance;
  readonly address: Eip;

  constructor(scope: Construct, id: string, props: AppHostProps) {
    super(scope, id);
    const tags = { Name: props.prefix };

    const keyPair = new KeyPair(this, "aws_key_pair.deploy", {
      keyName: `${props.prefix}-deploy`,
      publicKey: props.sshPublicKey,
    });
    this.instance = new Instance(this, "aws_instance.app", {
      ami: this.nixosImage(props.instance.ami).id,
      instanceType: props.instance.type,
      keyName: keyPair.keyName,
      subnetId: props.subnet.id,
      vpcSecurityGroupIds: [props.securityGroup.id],
      iamInstanceProfile: props.identity.profile.name,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: {
        volumeType: "gp3",
        volumeSize: props.instance.diskGib,
        encrypted: true,
        kmsKeyId: props.encryption.key.arn,
      },
      maintenanceOptions: { autoRecovery: "default" },
      disableApiTermination: props.terminationProtection,
      lifecycle: { ignoreChanges: [...SET_AT_BIRTH] },
      tags,
    });
    this.address = new Eip(this, "aws_eip.app", {
      domain: "vpc",
      instance: this.instance.id,
      // AWS attaches no public address in a VPC without a gateway.
      dependsOn: [props.gateway],
      // Supabase's allow list, people's DNS caches and known_hosts point at it.
      lifecycle: { preventDestroy: true },
      tags,
    });
  }

  private nixosImage({ nixos, architecture }: Environment["instance"]["ami"]): DataAwsAmi {
    return new DataAwsAmi(this, "data.aws_ami.nixos", {
      owners: [NIXOS_IMAGES],
      mostRecent: true,
      filter: [
        { name: "name", values: [`nixos/${nixos}*-${NIX_SYSTEM[architecture]}`] },
        { name: "architecture", values: [architecture] },
      ],
    });
  }
}
