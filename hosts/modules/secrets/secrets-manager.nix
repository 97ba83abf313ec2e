# Secrets by AWS Secrets Manager: fetched when a service starts, as the instance's role, and never on a disk.
#
# The services are denied the role's credentials (lib/hardening.nix), so they do not fetch. systemd does, as it loads a
# unit's credentials: it connects to a socket here, which starts one small service that prints what it fetched into the
# connection and is gone. What was fetched is in memory that belongs to the unit. A change at AWS is read with the next
# start.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.cartographer;
  inherit (cfg.infra) aws_region origin_slot secret_name;
  script = import ../../lib/script.nix pkgs;
  directory = "/run/cartographer-secrets";

  socket = name: {
    description = "Where systemd asks for the secret ${name}";
    wantedBy = [ "sockets.target" ];
    listenStreams = [ "${directory}/${name}" ];
    socketConfig = {
      # One service a connection.
      Accept = true;
      # systemd connects as root; nobody else may.
      SocketMode = "0600";
      DirectoryMode = "0700";
    };
  };

  fetch = part: {
    description = "Fetch ${part} from AWS Secrets Manager";
    wants = [ "network-online.target" ];
    after = [ "network-online.target" ];
    # One that failed is in the journal, not in the list of failed units.
    unitConfig.CollectMode = "inactive-or-failed";
    # aws keeps a note about itself there, in a /tmp of its own.
    environment.HOME = "/tmp";
    path = [
      pkgs.awscli2
      pkgs.jq
    ];
    # Whoever fetches needs the role's credentials.
    serviceConfig = removeAttrs (import ../../lib/hardening.nix) [ "IPAddressDeny" ] // {
      Type = "oneshot";
      ExecStart = "${script "fetch-secret"} ${cfg.environment} ${secret_name} ${aws_region} ${part}";
      # Before the start timeouts of those who wait, the shortest of which is nginx's 90 seconds: they then say what is
      # missing.
      TimeoutStartSec = 80;
      DynamicUser = true;
      StandardInput = "null";
      StandardOutput = "socket";
      # Else it would go where stdout goes.
      StandardError = "journal";
      SocketBindDeny = "any";
      # Unix sockets are for looking up names.
      RestrictAddressFamilies = [
        "AF_INET"
        "AF_INET6"
        "AF_UNIX"
      ];
    };
  };

  consumers = map (lib.removeSuffix ".service") cfg.secrets.consumers;
in
{
  config = lib.mkIf (cfg.secrets.backend == "secrets-manager" && !cfg.systemOnly) {
    systemd.sockets = {
      cartographer-environment = socket "environment";
      cartographer-origin-key = socket "origin-key";
    };
    systemd.services = {
      "cartographer-environment@" = fetch "environment";
      "cartographer-origin-key@" = fetch "${origin_slot}-key";
    }
    // lib.genAttrs consumers (_: {
      serviceConfig.LoadCredential = "environment:${directory}/environment";
    });

    cartographer.secrets = {
      launcher = [ (script "with-environment") ];
      # nginx loads its key as a credential as well.
      originKeyFile = "${directory}/origin-key";
      units = [
        "cartographer-environment.socket"
        "cartographer-origin-key.socket"
      ];
    };
  };
}
