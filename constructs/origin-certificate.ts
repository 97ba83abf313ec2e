import { OriginCaCertificate } from "@cdktf/provider-cloudflare/lib/origin-ca-certificate";
import { TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { type OriginRequests, type OriginSlot, originCsrPath, otherSlot } from "../contract/origin-slots";

export interface OriginCertificateProps {
  /** For the message of a missing CSR. */
  readonly environment: string;
  readonly requests: OriginRequests;
  readonly hostnames: readonly string[];
  readonly validityDays: number;
}

/** The Terraform address of each slot's certificate. */
const ADDRESSES: Readonly<Record<OriginSlot, string>> = {
  origin: "cloudflare_origin_ca_certificate.origin",
  "origin-next": "cloudflare_origin_ca_certificate.origin_next",
};

/**
 * The certificate that the host shows to Cloudflare, signed over a request that an operator made, and during a rotation
 * the one beside it. Terraform never sees the private keys. Destroying a certificate revokes it, so the one in use is
 * never destroyed: it goes when the other slot is in use and its request is gone.
 */
export class OriginCertificate extends Construct {
  /** That of the slot in use. */
  readonly certificate: OriginCaCertificate;

  constructor(scope: Construct, id: string, props: OriginCertificateProps) {
    super(scope, id);
    const { inUse, csrs } = props.requests;
    const other = csrs[otherSlot(inUse)];
    if (other !== undefined) this.certify(otherSlot(inUse), other, props);

    // A condition has to name something of the configuration; this is that something.
    const csr = new TerraformLocal(this, "origin_csr", csrs[inUse] ?? "");
    this.certificate = this.certify(inUse, csr.asString, props);
    this.certificate.lifecycle = {
      ...this.certificate.lifecycle,
      // Another request, or validity, would replace it, which revokes what the host shows before the host has anything
      // else.
      preventDestroy: true,
      precondition: [
        {
          condition: `\${local.origin_csr != ""}`,
          errorMessage:
            `${props.environment} has no certificate signing request, ` +
            `${originCsrPath(props.environment, inUse)}. Make one with: ./cartographer origin-key ${props.environment}`,
        },
      ],
    };
  }

  private certify(slot: OriginSlot, csr: string, { hostnames, validityDays }: OriginCertificateProps) {
    return new OriginCaCertificate(this, ADDRESSES[slot], {
      csr,
      // Cloudflare sorts them; another order would be a change that replaces the certificate.
      hostnames: [...hostnames].sort(),
      requestType: "origin-rsa",
      requestedValidity: validityDays,
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ["hostnames"] },
    });
  }
}
