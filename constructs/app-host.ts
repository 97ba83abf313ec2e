import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";
import type { Architecture, Environment } from "../config";

export interface AppHostProps {
  readonly prefix: string;
  readonly instance: Environment["instance"];
  readonly subnet: Subnet;
  readonly securityGroup: SecurityGroup;
  /** The public key that a fresh host lets in as root. */
  readonly sshPublicKey: string;
}

/** The account that publishes NixOS images: https://nixos.github.io/amis */
const NIXOS_IMAGES = "427812963091";
const NIX_SYSTEM: Readonly<Record<Architecture, string>> = { arm64: "aarch64-linux", x86_64: "x86_64-linux" };

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
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { volumeType: "gp3", volumeSize: props.instance.diskGib, encrypted: true },
      maintenanceOptions: { autoRecovery: "default" },
      // NixOS is updated in place by Colmena: a newer image must never replace a running host.
      lifecycle: { ignoreChanges: ["ami", "user_data"] },
      tags,
    });
    this.address = new Eip(this, "aws_eip.app", {
      domain: "vpc",
      instance: this.instance.id,
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
