# What runs on a host. hosts/default.nix sets the options in which hosts differ.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.cartographer;
  services = [
    "cartographer-backend.service"
    "cartographer-frontend.service"
    "nginx.service"
  ];
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
      description = "The environment of config/environments.ts that this host is.";
      example = "staging";
    };
    infra = mkOption {
      type = types.attrsOf types.unspecified;
      description = ''
        What Terraform tells about the environment: hosts/infra-cartographer-<env>.json, checked by hosts/contract.nix.
      '';
      example = {
        domain = "staging.baisoku-kaigi.com";
        efs_dns_name = "fs-0123456789abcdef0.efs.ap-northeast-1.amazonaws.com";
      };
    };
    systemOnly = mkOption {
      type = types.bool;
      default = false;
      description = ''
        Leave the application out: NixOS, SSH and the mount, without backend, frontend, nginx and secrets. For the first
        contact with a fresh host, before secrets are at hand.
      '';
      example = true;
    };
  };

  # The application as one thing: `systemctl stop cartographer.target` for maintenance, `start` to go on.
  config.systemd = lib.mkIf (!cfg.systemOnly) {
    targets.cartographer = {
      description = "Cartographer";
      wantedBy = [ "multi-user.target" ];
      wants = services;
    };

    # Restart= is no help against a start that failed with what it depends on: with the mount away the backend never
    # began, so there is nothing to restart. Upholds= is, but for a start that collides with another job it never tries
    # again. So whatever does not run is started every half minute; starting what runs does nothing.
    timers.cartographer-retry = {
      description = "Start of what should run";
      wantedBy = [ "cartographer.target" ];
      partOf = [ "cartographer.target" ];
      timerConfig = {
        OnActiveSec = "30s";
        OnUnitInactiveSec = "30s";
        AccuracySec = "1s";
      };
    };
    services.cartographer-retry = {
      description = "Start what should run and does not";
      partOf = [ "cartographer.target" ];
      serviceConfig = import ../lib/caretaker.nix // {
        ExecStart = "${config.systemd.package}/bin/systemctl start --no-block ${toString services}";
        # Twice a minute "Finished" is no news.
        LogLevelMax = "notice";
      };
    };
  };
}
