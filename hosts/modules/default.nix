# What runs on a host. hosts/default.nix sets the options in which hosts differ.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.cartographer;
in
{
  imports = [
    ./base.nix
    ./efs.nix
    ./backend.nix
    ./frontend.nix
    ./nginx.nix
    ./version.nix
    ./secrets
  ];

  options.cartographer = {
    environment = mkOption {
      type = types.str;
      description = "The environment of config.ts that this host is.";
      example = "staging";
    };
    infra = mkOption {
      type = types.attrsOf types.unspecified;
      description = "What Terraform tells about the environment: hosts/infra-cartographer-<env>.json, checked by hosts/contract.nix.";
      example = {
        domain = "staging.baisoku-kaigi.com";
        efs_dns_name = "fs-0123456789abcdef0.efs.ap-northeast-1.amazonaws.com";
      };
    };
    systemOnly = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Leave the application out: NixOS, SSH and the mount, without backend, frontend, nginx and secrets. For the first contact
        with a fresh host, before secrets are at hand.
      '';
      example = true;
    };
  };

  # The application as one thing: `systemctl stop cartographer.target` for maintenance, `start` to go on.
  #
  # Upholds=, because Restart= is no help against a start that failed with what it depends on: with the mount away, the backend
  # never began, so there is nothing to restart. Upheld units are started again until they run.
  config.systemd.targets.cartographer = lib.mkIf (!cfg.systemOnly) {
    description = "Cartographer";
    wantedBy = [ "multi-user.target" ];
    upholds = [
      "cartographer-backend.service"
      "cartographer-frontend.service"
      "nginx.service"
    ];
  };
}
