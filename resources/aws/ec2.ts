import { by, type ResourceTypes } from "../description";
import { of, STORE_WITH_KEY } from "./actions";

const ec2 = of("ec2");
const TAGS = ec2("CreateTags", "DeleteTags");
const reads = ec2("Describe*");

/** The host, and what it is reached by. */
export const ec2Types: ResourceTypes = {
  aws_eip: {
    writes: [...ec2("AllocateAddress", "AssociateAddress", "DisassociateAddress"), ...TAGS],
    reads,
    never: ec2("ReleaseAddress"),
    stateful: ["aws_eip.app"],
    imported: by("<allocation_id>", "eipalloc-0123456789abcdef0"),
  },
  aws_instance: {
    writes: [
      ...ec2("RunInstances", "TerminateInstances", "StartInstances", "StopInstances"),
      ...ec2("ModifyInstanceAttribute", "ModifyInstanceMetadataOptions", "ModifyInstanceMaintenanceOptions"),
      ...ec2("ModifyInstanceCreditSpecification", "ModifyVolume"),
      ...ec2("AssociateIamInstanceProfile", "DisassociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation"),
      ...TAGS,
      ...STORE_WITH_KEY,
    ],
    reads,
    givesRoleTo: "ec2.amazonaws.com",
    keyThrough: "ec2",
    imported: by("<id>", "i-0123456789abcdef0"),
    skips: [
      {
        check: "CKV_AWS_135", // an instance is EBS optimised
        resources: ["aws_instance.app"],
        reason: "Nitro types, t4g among them, always are; saying so would replace a host that was started without it.",
      },
      {
        check: "CKV_AWS_126", // an instance is monitored each minute
        resources: ["aws_instance.app"],
        reason:
          "The alarms use status checks, which come each minute anyway, and credits, which never do; the rest nobody " +
          "reads.",
      },
    ],
  },
  aws_key_pair: {
    writes: [...ec2("ImportKeyPair", "DeleteKeyPair"), ...TAGS],
    reads,
    imported: {
      why: "the provider does not read its public key, so Terraform would replace it at once",
      instead:
        "leave it out, and delete it before the apply, which makes it again: aws ec2 delete-key-pair --key-name <name>",
    },
  },
};
