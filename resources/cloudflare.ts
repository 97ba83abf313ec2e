import { by, type ResourceTypes } from "./description";

const ZONE = "023e105f4ecef8ad9ca31a8372d0c353";

export const cloudflareTypes: ResourceTypes = {
  cloudflare_dns_record: { imported: by("<zone_id>/<id>", `${ZONE}/372e67954025e0ba6aaa6d586b9e0b59`) },
  cloudflare_origin_ca_certificate: {
    imported: {
      why:
        "Cloudflare does not show its request, so Terraform would replace it, and that revokes it while hosts " +
        "still serve it",
      instead: "leave it out: Terraform has a new one issued beside it; revoke the old one once no host serves it",
    },
  },
  cloudflare_zone_setting: { imported: by("<zone_id>/<setting_id>", `${ZONE}/ssl`) },
};
