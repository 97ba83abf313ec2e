import { statements, synthInfra } from "../synthesised";

const { resource, data, output } = synthInfra("prod");

it("has the file system of the database, encrypted by the environment's key, with the token that names it", () => {
  expect(resource.aws_efs_file_system?.m36).toMatchObject({
    creation_token: "cartographer-m36",
    performance_mode: "generalPurpose",
    throughput_mode: "bursting",
    encrypted: true,
    kms_key_id: "${aws_kms_key.main.arn}",
    lifecycle_policy: [{ transition_to_ia: "AFTER_30_DAYS" }],
    protection: { replication_overwrite: "ENABLED" },
  });
});

it("leaves the encryption of a file system or disk that stands: AWS could change it by replacing alone", () => {
  expect(resource.aws_efs_file_system?.m36?.lifecycle).toMatchObject({ ignore_changes: ["encrypted", "kms_key_id"] });
  expect(resource.aws_instance?.app?.lifecycle).toMatchObject({
    ignore_changes: expect.arrayContaining(["root_block_device[0].encrypted", "root_block_device[0].kms_key_id"]),
  });
});

it("can mount the file system in both zones, from the first at its old address", () => {
  expect(resource.aws_efs_mount_target?.m36?.subnet_id).toBe("${aws_subnet.public.id}");
  expect(resource.aws_efs_mount_target?.m36_second).toEqual({
    file_system_id: "${aws_efs_file_system.m36.id}",
    subnet_id: "${aws_subnet.public_second.id}",
    security_groups: ["${aws_security_group.efs.id}"],
  });
});

it("has the access point of the database's folder", () => {
  expect(resource.aws_efs_access_point?.m36).toMatchObject({
    posix_user: { uid: 1000, gid: 1000 },
    root_directory: {
      path: "/m36-data",
      creation_info: { owner_uid: 1000, owner_gid: 1000, permissions: "0755" },
    },
  });
});

it("starts a NixOS image of the instance's architecture", () => {
  expect(data.aws_ami?.nixos).toMatchObject({
    owners: ["427812963091"],
    most_recent: true,
    filter: [
      { name: "name", values: ["nixos/25.11*-aarch64-linux"] },
      { name: "architecture", values: ["arm64"] },
    ],
  });
  const intel = synthInfra("prod", {
    instance: { type: "t3.medium", ami: { nixos: "25.11", architecture: "x86_64" }, diskGib: 30 },
  });
  expect(intel.data.aws_ami?.nixos).toMatchObject({
    filter: [
      { name: "name", values: ["nixos/25.11*-x86_64-linux"] },
      { name: "architecture", values: ["x86_64"] },
    ],
  });
});

it("answers metadata requests with a token alone, and encrypts its disk", () => {
  expect(resource.aws_instance?.app).toMatchObject({
    instance_type: "t4g.medium",
    metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
    root_block_device: {
      volume_type: "gp3",
      volume_size: 30,
      encrypted: true,
      kms_key_id: "${aws_kms_key.main.arn}",
    },
    maintenance_options: { auto_recovery: "default" },
  });
});

it("takes its address after the gateway, without which AWS attaches none", () => {
  expect(resource.aws_eip?.app?.depends_on).toEqual(["aws_internet_gateway.main"]);
});

it("is never replaced by a newer image or other user data", () => {
  expect(resource.aws_instance?.app?.lifecycle).toMatchObject({
    ignore_changes: expect.arrayContaining(["ami", "user_data"]),
  });
});

it("cannot be terminated in prod without being asked twice", () => {
  expect(resource.aws_instance?.app).toMatchObject({ disable_api_termination: true });
  expect(synthInfra("staging").resource.aws_instance?.app).toMatchObject({ disable_api_termination: false });
});

describe("the host's role", () => {
  const byRanges = synthInfra("prod", { ssh: { ranges: ["198.51.100.0/24"] } });

  it("is there in either SSH mode, so that changing the mode does not touch the host", () => {
    expect(resource.aws_instance?.app?.iam_instance_profile).toBe("${aws_iam_instance_profile.app.name}");
    expect(byRanges.resource.aws_instance).toEqual(resource.aws_instance);
    expect(byRanges.resource.aws_iam_instance_profile).toEqual(resource.aws_iam_instance_profile);
  });

  it("lets SSM's agent open sessions, where SSH goes through it, and reads no parameter of the account", () => {
    const { SessionManager } = statements(resource.aws_iam_role_policy?.app?.policy);
    expect(SessionManager?.Action).toEqual(expect.arrayContaining(["ssmmessages:OpenDataChannel"]));
    expect(JSON.stringify(SessionManager)).not.toContain("GetParameter");
    expect(statements(byRanges.resource.aws_iam_role_policy?.app?.policy)).not.toHaveProperty("SessionManager");
  });

  it("reads one secret, its own, and decrypts that alone, through the service that keeps it", () => {
    const { OwnSecret, KeyOfOwnSecret } = statements(resource.aws_iam_role_policy?.app?.policy);
    expect(OwnSecret).toEqual({
      Sid: "OwnSecret",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: "${aws_secretsmanager_secret.application.arn}",
    });
    expect(KeyOfOwnSecret).toMatchObject({
      Action: "kms:Decrypt",
      Resource: "${aws_kms_key.main.arn}",
      Condition: { StringEquals: { "kms:ViaService": "secretsmanager.ap-northeast-1.amazonaws.com" } },
    });
  });

  it("goes with the command that reaches the host", () => {
    expect(output.ssh_command?.value).toBe("ssh -F hosts/ssh_config cartographer-prod");
    expect(byRanges.output.ssh_command?.value).toBe("ssh root@${aws_eip.app.public_ip}");
  });
});

it("makes no role without the boundary, and none that the world may take", () => {
  for (const role of Object.values(resource.aws_iam_role ?? {})) {
    expect(role.permissions_boundary).toBe(
      "arn:aws:iam::${data.aws_caller_identity.current.account_id}:policy/terraform/cartographer-boundary",
    );
    expect(role.name).toMatch(/^cartographer-/);
    expect(statements(role.assume_role_policy).Service?.Principal).toEqual({
      Service: expect.stringMatching(/^[a-z0-9-]+\.amazonaws\.com$/),
    });
  }
});

it("has a name at Cloudflare, fully qualified and proxied, for its elastic address", () => {
  expect(resource.cloudflare_dns_record?.app).toEqual({
    zone_id: "${var.cloudflare_zone_id}",
    name: "app.baisoku-kaigi.com",
    type: "A",
    content: "${aws_eip.app.public_ip}",
    proxied: true,
    ttl: 1,
  });
});

it("has a certificate that is renewed beside the old one, for names in Cloudflare's order", () => {
  expect(resource.cloudflare_origin_ca_certificate?.origin).toMatchObject({
    hostnames: ["*.baisoku-kaigi.com", "baisoku-kaigi.com"],
    request_type: "origin-rsa",
    requested_validity: 5475,
    lifecycle: { create_before_destroy: true, ignore_changes: ["hostnames"] },
  });
});

it("writes its JSON at a relative path, and only where Terraform runs beside the checkout", () => {
  expect(resource.local_file?.infra_json).toMatchObject({
    filename: "../../../hosts/infra-cartographer-prod.json",
    count: "${var.emit_infra_json ? 1 : 0}",
    file_permission: "0644",
  });
});
