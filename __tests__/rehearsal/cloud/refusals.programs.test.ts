import { type RefusalCase, refusedAtPlan } from "./refusals";
import { PUBLIC_KEY, signingRequest } from "./setup";

const rsa = signingRequest();
const short = signingRequest(["rsa:1024"]);
const elliptic = signingRequest(["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
const tampered = rsa.csr.replace(
  /(.{40})(.)(.*\n-----END)/,
  (_all, head, one, tail) => head + (one === "A" ? "B" : "A") + tail,
);

const ZONE = "0123456789abcdef0123456789abcdef";
const statement = { Effect: "Allow", Action: "ec2:*", Resource: "*" };
const policy = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const longPolicy = (length: number): string =>
  policy({
    ...statement,
    Action: Array.from({ length: Math.ceil(length / 10) }, (_, index) => `ec2:A${1000 + index}`),
  });

const rule = { from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["10.0.0.0/16"] };
const record = { zone_id: ZONE, name: "app.example.com", type: "A", content: "192.0.2.1", ttl: 1, proxied: true };
const certificate = {
  csr: rsa.csr,
  hostnames: ["*.baisoku-kaigi.com", "baisoku-kaigi.com"],
  request_type: "origin-rsa",
  requested_validity: 5475,
};
const instance = { ami: "ami-0123456789abcdef0", instance_type: "t4g.medium" };
const variable = { workspace_id: "ws-ABCDEFGHIJKLMNOP", key: "region", category: "terraform", value: "x" };

/**
 * Of each type: what is good, then changes that are refused, with the beginning of the summary and a part of the
 * detail.
 */
const cases: readonly RefusalCase[] = [
  [
    "aws_vpc",
    { cidr_block: "10.0.0.0/16" },
    [
      [{ cidr_block: "10.0.0.0/8" }, "InvalidVpc.Range", '"10.0.0.0/8" is no IPv4 network of /16 to /28'],
      [{ cidr_block: "10.0.0.0/29" }, "InvalidVpc.Range", "/16 to /28"],
      [{ cidr_block: "10.0.0.5/16" }, "InvalidVpc.Range", "10.0.0.5/16"],
      [{ cidr_block: "ten" }, "InvalidVpc.Range", "ten"],
      [{ instance_tenancy: "host" }, "InvalidParameterValue", "default, dedicated"],
    ],
  ],
  [
    "aws_subnet",
    { cidr_block: "10.0.1.0/24", ipv6_cidr_block: "2001:db8:100::/64" },
    [
      [{ cidr_block: "10.0.1.0/30" }, "InvalidSubnet.Range", "10.0.1.0/30"],
      [{ ipv6_cidr_block: "2001:db8:100::/56" }, "InvalidSubnet.Range", "/64"],
    ],
  ],
  [
    "aws_route_table",
    { route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }] },
    [
      [{ route: [{ cidr_block: "0.0.0.0" }] }, "InvalidParameterValue", "is no IPv4 network"],
      [{ route: [{ ipv6_cidr_block: "10.0.0.0/8" }] }, "InvalidParameterValue", "is no IPv6 network"],
    ],
  ],
  [
    "aws_route_table_association",
    { subnet_id: "subnet-1", gateway_id: null },
    [
      [{ subnet_id: null }, "Invalid Attribute Combination", "none is"],
      [{ gateway_id: "igw-1" }, "Invalid Attribute Combination", "subnet_id, gateway_id are"],
    ],
  ],
  [
    "aws_security_group",
    { name: "cartographer-app", description: "Security group for Cartographer app", ingress: [rule], egress: [] },
    [
      [{ name: "sg-app" }, "InvalidParameterValue", 'begins with "sg-"'],
      [{ name: "カート" }, "InvalidParameterValue", "at most 255 of"],
      [{ name: "n".repeat(256) }, "InvalidParameterValue", "at most 255 of"],
      [{ description: "it's" }, "InvalidParameterValue", "at most 255 of"],
      [{ ingress: [{ ...rule, description: "<all>" }] }, "InvalidParameterValue", "at most 255 of"],
      [{ ingress: [{ ...rule, to_port: 70000 }] }, "InvalidParameterValue", "443-70000 are no range within 0-65535"],
      [{ ingress: [{ ...rule, to_port: 22 }] }, "InvalidParameterValue", "443-22"],
      [{ egress: [{ ...rule, protocol: "-1" }] }, "InvalidParameterValue", "egress: ports 443-443 must both be 0"],
      [{ ingress: [{ ...rule, protocol: "icmp" }] }, "InvalidParameterValue", "ICMP 443-443"],
      [{ ingress: [{ ...rule, protocol: "https" }] }, "InvalidParameterValue", "is no protocol"],
      [{ ingress: [{ ...rule, cidr_blocks: ["10.0.0.1/16"] }] }, "InvalidParameterValue", "is no IPv4 network"],
      [{ ingress: [{ ...rule, ipv6_cidr_blocks: ["10.0.0.0/16"] }] }, "InvalidParameterValue", "is no IPv6 network"],
    ],
  ],
  [
    "aws_default_security_group",
    { ingress: [] },
    [[{ ingress: [{ ...rule, to_port: -1 }] }, "InvalidParameterValue", "443"]],
  ],
  [
    "aws_efs_file_system",
    { creation_token: "cartographer-m36", encrypted: true, lifecycle_policy: [{ transition_to_ia: "AFTER_30_DAYS" }] },
    [
      [{ creation_token: "x".repeat(65) }, "BadRequest", "1 to 64 characters"],
      [{ performance_mode: "fast" }, "BadRequest", "generalPurpose, maxIO"],
      [{ throughput_mode: "burst" }, "BadRequest", "bursting, elastic, provisioned"],
      [
        { throughput_mode: "provisioned", provisioned_throughput_in_mibps: null },
        "BadRequest",
        "needs provisioned_throughput",
      ],
      [{ encrypted: false, kms_key_id: "arn:aws:kms:x" }, "BadRequest", "encrypted must be set to true"],
      [{ lifecycle_policy: [{ transition_to_ia: "AFTER_31_DAYS" }] }, "BadRequest", "AFTER_30_DAYS"],
      [{ lifecycle_policy: [{ transition_to_archive: "NEVER" }] }, "BadRequest", "NEVER"],
      [{ lifecycle_policy: [{ transition_to_primary_storage_class: "NEVER" }] }, "BadRequest", "AFTER_1_ACCESS"],
      [
        {
          lifecycle_policy: [
            { transition_to_ia: "AFTER_30_DAYS", transition_to_primary_storage_class: "AFTER_1_ACCESS" },
          ],
        },
        "BadRequest",
        "one transition only",
      ],
      [{ protection: { replication_overwrite: "ON" } }, "BadRequest", "DISABLED, ENABLED"],
    ],
  ],
  [
    "aws_efs_mount_target",
    { security_groups: ["sg-1"] },
    [
      [{ security_groups: ["1", "2", "3", "4", "5", "6"] }, "SecurityGroupLimitExceeded", "at most five"],
      [{ ip_address_type: "IPV5" }, "BadRequest", "IPV4_ONLY"],
    ],
  ],
  [
    "aws_efs_access_point",
    {
      posix_user: { uid: 1000, gid: 1000 },
      root_directory: { path: "/m36-data", creation_info: { owner_uid: 1000, owner_gid: 1000, permissions: "0755" } },
    },
    [
      [{ posix_user: { uid: -1, gid: 0 } }, "BadRequest", "posix_user.uid"],
      [{ posix_user: { uid: 0, gid: 2 ** 32 } }, "BadRequest", "posix_user.gid"],
      [{ root_directory: { path: "m36-data" } }, "BadRequest", "no absolute path"],
      [{ root_directory: { path: "/a/b/c/d/e", creation_info: {} } }, "BadRequest", "at most four folders"],
      [{ root_directory: { path: "/m36-data", creation_info: null } }, "BadRequest", "without creation_info"],
      [{ root_directory: { creation_info: { permissions: "rwx" } } }, "BadRequest", "is no mode"],
      [{ root_directory: { creation_info: { owner_uid: 1.5 } } }, "BadRequest", "owner_uid"],
      [{ root_directory: { creation_info: { owner_gid: "0" } } }, "BadRequest", "owner_gid"],
    ],
  ],
  [
    "aws_key_pair",
    { key_name: "cartographer-deploy", public_key: PUBLIC_KEY },
    [
      [{ public_key: "ssh-ed25519 AAAA" }, "InvalidKey.Format", "is no OpenSSH public key"],
      [
        { public_key: PUBLIC_KEY.replace("ssh-ed25519", "ssh-rsa") },
        "InvalidKey.Format",
        "ssh-rsa of 1024, 2048 or 4096",
      ],
      [{ public_key: "-----BEGIN OPENSSH PRIVATE KEY-----" }, "InvalidKey.Format", "is no OpenSSH public key"],
      [{ public_key: "" }, "InvalidKey.Format", "is no OpenSSH public key"],
      [{ key_name: "鍵" }, "InvalidParameterValue", "255 ASCII"],
    ],
  ],
  [
    "aws_instance",
    {
      ...instance,
      root_block_device: { volume_size: 30, volume_type: "gp3" },
      metadata_options: { http_tokens: "required" },
    },
    [
      [{ ami: "nixos" }, "InvalidAMIID.Malformed", "is no id of an image"],
      [{ instance_type: "medium" }, "InvalidInstanceType", "medium"],
      [{ root_block_device: { volume_size: 0 } }, "InvalidParameterValue", "1 to 65536"],
      [{ root_block_device: { volume_type: "gp4" } }, "InvalidParameterValue", "gp3"],
      [{ metadata_options: { http_tokens: "on" } }, "InvalidParameterValue", "optional, required"],
      [{ metadata_options: { http_endpoint: "on" } }, "InvalidParameterValue", "disabled, enabled"],
      [{ metadata_options: { http_put_response_hop_limit: 65 } }, "InvalidParameterValue", "1 to 64"],
      [{ maintenance_options: { auto_recovery: "on" } }, "InvalidParameterValue", "default, disabled"],
      [{ user_data: "x".repeat(16385) }, "InvalidUserData", "16384"],
    ],
  ],
  ["aws_eip", { domain: "vpc" }, [[{ domain: "ec2" }, "InvalidParameterValue", "vpc, standard"]]],
  [
    "aws_iam_user",
    { name: "terraform-cloud-cartographer", path: "/terraform/" },
    [
      [{ name: "terraform cloud" }, "ValidationError", "1 to 64"],
      [{ name: "n".repeat(65) }, "ValidationError", "1 to 64"],
      [{ path: "terraform" }, "ValidationError", 'begin and end with "/"'],
    ],
  ],
  [
    "aws_iam_user_policy",
    { name: "cartographer", policy: policy(statement) },
    [
      [{ policy: "{" }, "MalformedPolicyDocument", "no JSON"],
      [{ policy: "[]" }, "MalformedPolicyDocument", "no JSON object"],
      [{ policy: policy() }, "MalformedPolicyDocument", "no Statement"],
      [{ policy: '{"Version":"2024-01-01","Statement":{}}' }, "MalformedPolicyDocument", "2024-01-01"],
      [{ policy: policy({ ...statement, Effect: "Permit" }) }, "MalformedPolicyDocument", "Permit"],
      [
        { policy: policy(statement, { Effect: "Allow", Action: "x:y" }) },
        "MalformedPolicyDocument",
        "statement 2 has no Resource",
      ],
      [{ policy: policy({ ...statement, Principal: "*" }) }, "MalformedPolicyDocument", "has a Principal"],
      [{ policy: policy({ Effect: "Allow", Resource: "*" }) }, "MalformedPolicyDocument", "has no Action"],
      [{ policy: policy({ ...statement, Actions: "*" }) }, "MalformedPolicyDocument", '"Actions"'],
      [{ policy: longPolicy(2100) }, "LimitExceeded", "IAM takes 2048"],
      [{ name: "a b" }, "ValidationError", "1 to 128"],
    ],
  ],
  [
    "aws_iam_user_policy_attachment",
    { policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    [[{ policy_arn: "ReadOnlyAccess" }, "ValidationError", "is no ARN of a policy"]],
  ],
  ["aws_iam_access_key", { status: "Active" }, [[{ status: "On" }, "ValidationError", "Active, Inactive"]]],
  [
    "cloudflare_dns_record",
    record,
    [
      [{ zone_id: "example.com" }, "Could not route", "32 hexadecimal digits"],
      [{ name: "" }, "DNS Validation Error (9000)", "1 to 255"],
      [{ type: "ALIAS" }, "DNS Validation Error (9007)", "AAAA"],
      [{ content: "2001:db8::1" }, "DNS Validation Error (9005)", "valid IPv4 address"],
      [{ type: "AAAA" }, "DNS Validation Error (9006)", "valid IPv6 address"],
      [{ content: "10.0.1.4" }, "DNS Validation Error (9003)", "not allowed for a proxied record"],
      [{ ttl: 30, proxied: false }, "DNS Validation Error (9021)", "between 60 and 86400"],
      [{ ttl: 300 }, "DNS Validation Error", "when proxied is true"],
      [{ type: "TXT", content: "x" }, "DNS Validation Error (9004)", "cannot be proxied"],
    ],
  ],
  [
    "cloudflare_origin_ca_certificate",
    certificate,
    [
      [{ csr: "csr" }, "Failed to validate", "no certificate signing request"],
      [{ csr: rsa.csr.slice(0, 200) }, "Failed to validate", "no certificate signing request"],
      [{ csr: tampered }, "Failed to validate", "not signed with the key that it names"],
      [{ csr: elliptic.csr }, "Failed to validate", "not one for origin-rsa"],
      [{ csr: short.csr }, "Failed to validate", "not one for origin-rsa"],
      [{ request_type: "origin-ecc" }, "Failed to validate", "not one for origin-ecc"],
      [{ request_type: "rsa" }, "Invalid request type", "origin-rsa"],
      [{ requested_validity: 3650 }, "Invalid requested validity", "7, 30, 90, 365, 730, 1095, 5475"],
      [{ hostnames: ["*.com"] }, "Invalid hostname", "*.com"],
      [{ hostnames: ["app.*.example.com"] }, "Invalid hostname", "neither a domain"],
    ],
  ],
  [
    "tfe_workspace",
    { name: "cartographer-prod", tag_names: ["cartographer"], terraform_version: "~> 1.11.0" },
    [
      [{ name: "cartographer prod" }, "unprocessable entity", "1 to 90"],
      [{ tag_names: ["Cartographer"] }, "Invalid tag name", "Cartographer"],
      [{ execution_mode: "cloud" }, "unprocessable entity", "agent, local, remote"],
      [{ terraform_version: "new" }, "unprocessable entity", "no version"],
    ],
  ],
  [
    "tfe_workspace_settings",
    { workspace_id: variable.workspace_id, execution_mode: "remote" },
    [
      [{ execution_mode: "cloud" }, "Invalid Attribute Value Match", "agent, local, remote"],
      [{ execution_mode: "agent", agent_pool_id: null }, "Invalid agent_pool_id", "required"],
      [{ execution_mode: "local", agent_pool_id: "apool-1" }, "Invalid agent_pool_id", "must not be set"],
    ],
  ],
  [
    "tfe_variable",
    variable,
    [
      [{ category: "secret" }, "Invalid Attribute Value Match", "env, terraform"],
      [{ workspace_id: "prod" }, "Invalid Attribute Value Match", "(ws-...)"],
      [{ variable_set_id: "varset-1" }, "Invalid Attribute Combination", "workspace_id, variable_set_id"],
      [{ key: "a key" }, "unprocessable entity", "white space"],
      [{ key: "1st" }, "unprocessable entity", "no name of a Terraform variable"],
    ],
  ],
  [
    "tfe_organization_membership",
    { email: "ada@example.com" },
    [
      [{ email: "ada" }, "unprocessable entity", "is no e-mail address"],
      [{ email: "ada@example.com, bob@example.com" }, "unprocessable entity", "is no e-mail address"],
    ],
  ],
  [
    "tfe_team_organization_member",
    { team_id: "team-ABCDEFGHIJKLMNOP" },
    [[{ team_id: "owners" }, "resource not found", "(team-...)"]],
  ],
  [
    "local_file",
    {
      content: "x",
      content_base64: null,
      sensitive_content: null,
      source: null,
      filename: "x",
      file_permission: "0644",
    },
    [
      [{ content: null }, "Invalid Attribute Combination", "none is"],
      [{ content_base64: "eA==" }, "Invalid Attribute Combination", "content, content_base64"],
      [{ file_permission: "rw-r--r--" }, "Invalid File Permission", "0644"],
      [{ directory_permission: "0888" }, "Invalid File Permission", "0755"],
    ],
  ],
];

refusedAtPlan(cases);
