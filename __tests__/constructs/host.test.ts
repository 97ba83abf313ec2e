import { synthInfra } from "../synthesised";

const { resource, data } = synthInfra("prod");

it("has the file system of the database, encrypted, with the token that names it", () => {
  expect(resource.aws_efs_file_system?.m36).toMatchObject({
    creation_token: "cartographer-m36",
    performance_mode: "generalPurpose",
    throughput_mode: "bursting",
    encrypted: true,
    lifecycle_policy: [{ transition_to_ia: "AFTER_30_DAYS" }],
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
    root_block_device: { volume_type: "gp3", volume_size: 30, encrypted: true },
  });
});

it("is never replaced by a newer image or other user data", () => {
  expect(resource.aws_instance?.app?.lifecycle).toEqual({ ignore_changes: ["ami", "user_data"] });
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
