# The hosts: one entry an environment of config/environments.ts. Everything in which hosts differ is here, or in the
# JSON that Terraform writes.
let
  common = {
    # The processor of the instance type in config/environments.ts: t4g is arm64.
    system = "aarch64-linux";
    # The NixOS release the host was born with; it never changes in the host's life (NixOS manual, system.stateVersion).
    stateVersion = "25.11";
    # SSH keys that may become root, beside the key pair that Terraform made. Everybody who deploys is listed here.
    operators = [ ];
    # Who owns the data on EFS. Files there belong to numbers, so an adopted file system keeps the numbers it has.
    uid = 1000;
    gid = 1000;
    # Build on the operator's machine (or its remote builders), not on the small host.
    buildOnTarget = false;
    # Binary caches and the keys they sign with, beside NixOS's own.
    substituters."https://kotto5.cachix.org" = "kotto5.cachix.org-1:kIqTVHIxWyPkkiJ24ceZpS6JVvs2BE8GTIA48virk/s=";
    # How secrets reach the host; see hosts/modules/secrets/.
    secretsBackend = "deployment-keys";
    # The system without the application: for the first contact with a fresh host.
    systemOnly = false;
    # Demand Cloudflare's client certificate; only after origin pulls are on in the zone.
    originPulls = false;
  };
in
{
  staging = common;
  prod = common;
}
