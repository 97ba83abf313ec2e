# Stub: the options of NixOS 25.11 that hosts/ sets or reads, with their types there. An option that is not listed does
# not exist; whoever uses a new one adds it here after a look at the NixOS manual.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  set = type: mkOption { inherit type; };
  list = mkOption {
    type = types.listOf types.str;
    default = [ ];
  };
  texts = mkOption {
    type = types.attrsOf types.str;
    default = { };
  };
  flag = mkOption {
    type = types.bool;
    default = false;
  };
  text = mkOption {
    type = types.lines;
    default = "";
  };
  free = mkOption {
    type = types.attrsOf types.unspecified;
    default = { };
  };
  keys = mkOption {
    type = types.attrsOf types.unitValue;
    default = { };
  };
  many = options: mkOption {
    type = types.attrsOf (types.submodule { inherit options; });
    default = { };
  };

  unit = {
    enable = mkOption {
      type = types.bool;
      default = true;
    };
    description = mkOption {
      type = types.str;
      default = "";
    };
    after = list;
    before = list;
    bindsTo = list;
    partOf = list;
    requires = list;
    wants = list;
    wantedBy = list;
    unitConfig = keys;
  };
in
{
  options = {
    assertions = mkOption {
      type = types.listOf types.unspecified;
      default = [ ];
    };
    environment.systemPackages = mkOption {
      type = types.listOf types.package;
      default = [ ];
    };
    fileSystems = many {
      device = set types.str;
      fsType = set types.str;
      options = list;
    };
    networking.firewall.allowedTCPPorts = mkOption {
      type = types.listOf types.port;
      default = [ ];
    };
    networking.firewall.enable = flag;
    networking.hostName = set types.str;
    nix.gc = {
      automatic = flag;
      dates = set types.str;
      options = set types.str;
    };
    nix.settings = free;
    services.journald.extraConfig = text;
    services.nginx = {
      enable = flag;
      config = mkOption {
        type = types.str;
        default = "";
      };
      package = mkOption {
        type = types.package;
        default = pkgs.nginxStable;
      };
    };
    services.openssh = {
      enable = flag;
      settings = free;
      openFirewall = mkOption {
        type = types.bool;
        default = true;
      };
    };
    system.configurationRevision = set (types.nullOr types.str);
    system.stateVersion = set types.str;
    systemd.services = many (
      unit
      // {
        environment = texts;
        path = mkOption {
          type = types.listOf types.package;
          default = [ ];
        };
        stopIfChanged = mkOption {
          type = types.bool;
          default = true;
        };
        serviceConfig = keys;
        startLimitIntervalSec = mkOption {
          type = types.nullOr types.int;
          default = null;
        };
      }
    );
    systemd.package = mkOption {
      type = types.package;
      default = pkgs.systemd;
    };
    systemd.targets = many unit;
    systemd.sockets = many (
      unit
      // {
        listenStreams = list;
        socketConfig = keys;
      }
    );
    systemd.paths = many (unit // { pathConfig = keys; });
    systemd.tmpfiles.rules = list;
    systemd.timers = many (unit // { timerConfig = keys; });
    virtualisation.amazon-init.enable = mkOption {
      type = types.bool;
      default = true;
    };
    users.groups = many { gid = set types.int; };
    users.users = many {
      isSystemUser = flag;
      uid = set (types.nullOr types.int);
      group = set types.str;
      home = set types.str;
      openssh.authorizedKeys.keys = list;
    };
  };

  # What other modules of NixOS do, as far as the hosts' modules build on it.
  config.systemd.services.nginx = lib.mkIf config.services.nginx.enable {
    wantedBy = [ "multi-user.target" ];
    stopIfChanged = false;
    startLimitIntervalSec = 60;
  };
}
