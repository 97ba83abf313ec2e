import { OriginCaCertificate } from "@cdktf/provider-cloudflare/lib/origin-ca-certificate";
import { TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { originCsrPath } from "./origin-csr";

export interface OriginCertificateProps {
  /** For the message of a missing CSR. */
  readonly environment: string;
  /** The committed request, PEM, already verified; undefined while there is none. */
  readonly csr: string | undefined;
  readonly hostnames: readonly string[];
  readonly validityDays: number;
}

/**
 * The certificate that the host shows to Cloudflare, signed over a request that an operator made. Terraform never sees the
 * private key. Destroying the certificate revokes it.
 */
export class OriginCertificate extends Construct {
  readonly certificate: OriginCaCertificate;

  constructor(scope: Construct, id: string, props: OriginCertificateProps) {
    super(scope, id);
    // A condition has to name something of the configuration; this is that something.
    const csr = new TerraformLocal(this, "origin_csr", props.csr ?? "");

    this.certificate = new OriginCaCertificate(this, "cloudflare_origin_ca_certificate.origin", {
      csr: csr.asString,
      // Cloudflare sorts them; another order would be a change that replaces the certificate.
      hostnames: [...props.hostnames].sort(),
      requestType: "origin-rsa",
      requestedValidity: props.validityDays,
      lifecycle: {
        createBeforeDestroy: true,
        ignoreChanges: ["hostnames"],
        precondition: [
          {
            condition: `\${local.origin_csr != ""}`,
            errorMessage: `${props.environment} has no certificate signing request, ${originCsrPath(props.environment)}. Make one with: npx cartographer origin-key ${props.environment}`,
          },
        ],
      },
    });
  }
}
