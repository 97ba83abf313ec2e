# The base system: an EC2 instance that a few operators reach by SSH and that looks after itself.
{
  config,
  lib,
  modulesPath,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.cartographer;
in
{
  imports = [ "${modulesPath}/virtualisation/amazon-image.nix" ];

  options.cartographer = {
    operators = mkOption {
      type = types.listOf types.str;
      default = [ ];
      description = "SSH public keys that may become root, beside the key pair of the instance.";
      example = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA… somebody@laptop" ];
    };
    user = {
      uid = mkOption {
        type = types.ints.unsigned;
        default = 1000;
        description = "Number of the user `cartographer`, who owns the data on EFS.";
        example = 998;
      };
      gid = mkOption {
        type = types.ints.unsigned;
        default = 1000;
        description = "Number of the group `cartographer`.";
        example = 998;
      };
    };
    substituters = mkOption {
      type = types.attrsOf types.str;
      default = { };
      description = "Binary caches beside NixOS's own, each with the public key it signs with.";
      example = {
        "https://example.cachix.org" = "example.cachix.org-1:AAAA…=";
      };
    };
  };

  config = {
    networking.hostName = "cartographer-${cfg.environment}";

    # At every boot it would rebuild the host from its EC2 user data; hosts are built from here alone.
    virtualisation.amazon-init.enable = false;

    services.openssh = {
      enable = true;
      settings = {
        PermitRootLogin = "prohibit-password";
        PasswordAuthentication = false;
        KbdInteractiveAuthentication = false;
      };
    };
    users.users.root.openssh.authorizedKeys.keys = cfg.operators;

    # Numbers, not names, own files on NFS: the same host born twice must be the same user. `isNormalUser` would make a
    # login.
    users.users.cartographer = {
      isSystemUser = true;
      inherit (cfg.user) uid;
      group = "cartographer";
      home = "/var/lib/cartographer";
    };
    users.groups.cartographer.gid = cfg.user.gid;

    # Backend and frontend answer nginx alone. The backend listens on every address (its source leaves no choice), so
    # this wall is what keeps 8080 off the network, with the security group in front of it.
    networking.firewall.enable = true;
    assertions = [
      {
        assertion =
          !(builtins.any (port: builtins.elem port config.networking.firewall.allowedTCPPorts) [
            cfg.backend.port
            cfg.frontend.port
          ]);
        message =
          "The ports of backend and frontend are for nginx on the host itself: "
          + "take them out of networking.firewall.allowedTCPPorts.";
      }
    ];

    nix = {
      settings = {
        substituters = builtins.attrNames cfg.substituters;
        trusted-public-keys = builtins.attrValues cfg.substituters;
        # A deploy that fills the disk fails half way; Nix makes room first.
        min-free = 2 * 1024 * 1024 * 1024;
        max-free = 4 * 1024 * 1024 * 1024;
        auto-optimise-store = true;
      };
      # Old generations go after 30 days: until then a rollback is one command.
      gc = {
        automatic = true;
        dates = "weekly";
        options = "--delete-older-than 30d";
      };
    };

    services.journald.extraConfig = "SystemMaxUse=1G";

    environment.systemPackages = [
      pkgs.htop
      pkgs.vim
    ];
  };
}
