# Secrets by sops: secrets/<env>/secrets.sops.json is committed encrypted, and sops-nix decrypts it on the host, with
# the host's SSH key, into memory: at every deploy and at every boot.
{ config, lib, ... }:
let
  cfg = config.cartographer;
  originKey = "${cfg.infra.origin_slot}-key";
  sopsFile = import ../../lib/sops-file.nix {
    inherit (cfg) environment;
    root = ../../..;
    keys = [ originKey ];
  };
  # As sops-nix names what stands deeper in the file.
  secretOf = variable: "environment/${variable}";
  template = "cartographer.env";
in
{
  config = lib.mkIf (cfg.secrets.backend == "sops" && !cfg.systemOnly) {
    sops = {
      defaultSopsFile = sopsFile.path;
      # JSON is YAML too; as "json" sops-nix finds no secret but those at the top (recurseSecretKey in its
      # sops-install-secrets).
      defaultSopsFormat = "yaml";
      age.sshKeyPaths = [ "/etc/ssh/ssh_host_ed25519_key" ];
      # By default it would take the host's RSA key for PGP's.
      gnupg.sshKeyPaths = [ ];

      secrets = lib.genAttrs (map secretOf sopsFile.variables) (_: { }) // {
        ${originKey}.restartUnits = [ "nginx.service" ];
      };
      # In single quotes systemd takes everything literally; `cartographer secrets` refuses values that have one.
      templates.${template} = {
        content = lib.concatMapStrings (
          variable: "${variable}='${config.sops.placeholder.${secretOf variable}}'\n"
        ) sopsFile.variables;
        restartUnits = cfg.secrets.consumers;
      };
    };

    # No units to wait for: decryption is part of the activation, which comes before every service.
    cartographer.secrets = {
      environmentFiles = [ config.sops.templates.${template}.path ];
      originKeyFile = config.sops.secrets.${originKey}.path;
    };
  };
}
