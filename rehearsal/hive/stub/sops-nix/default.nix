# Stub: the options of sops-nix's module that hosts/ sets or reads, with their types and defaults at the locked
# revision.
{
  nixosModules.sops =
    { config, lib, ... }:
    let
      inherit (lib) mkOption types;
      cfg = config.sops;
      optional =
        type: default:
        mkOption { inherit type default; };
      units = optional (types.listOf types.str) [ ];
    in
    {
      options.sops = {
        defaultSopsFile = mkOption { type = types.path; };
        defaultSopsFormat = optional types.str "yaml";
        validateSopsFiles = optional types.bool true;
        # Those of the host's SSH server, in NixOS.
        age.sshKeyPaths = optional (types.listOf types.path) [ "/etc/ssh/ssh_host_ed25519_key" ];
        gnupg.sshKeyPaths = optional (types.listOf types.path) [ "/etc/ssh/ssh_host_rsa_key" ];
        secrets = optional (types.attrsOf (
          types.submodule (
            { name, config, ... }:
            {
              options = {
                name = optional types.str name;
                key = optional types.str name;
                path = optional types.str "/run/secrets/${config.name}";
                format = optional (types.enum [
                  "binary"
                  "dotenv"
                  "ini"
                  "json"
                  "yaml"
                ]) cfg.defaultSopsFormat;
                mode = optional types.str "0400";
                owner = optional (types.nullOr types.str) null;
                sopsFile = optional types.path cfg.defaultSopsFile;
                restartUnits = units;
                reloadUnits = units;
              };
            }
          )
        )) { };
        templates = optional (types.attrsOf (
          types.submodule (
            { name, config, ... }:
            {
              options = {
                name = optional types.str name;
                path = optional types.str "/run/secrets/rendered/${config.name}";
                content = optional types.lines "";
                mode = optional types.str "0400";
                owner = optional (types.nullOr types.str) null;
                restartUnits = units;
                reloadUnits = units;
              };
            }
          )
        )) { };
        placeholder = optional (types.attrsOf types.str) { };
      };

      config.sops.placeholder = builtins.mapAttrs (
        name: _: "<SOPS:${builtins.hashString "sha256" name}:PLACEHOLDER>"
      ) cfg.secrets;
    };
}
