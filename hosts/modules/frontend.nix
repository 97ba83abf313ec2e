# The frontend: Next.js, built with the NEXT_PUBLIC_ values of flake.nix.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.cartographer;
  script = import ../lib/script.nix pkgs;
in
{
  options.cartographer.frontend = {
    package = mkOption {
      type = types.package;
      description = "The frontend, from the application's flake: a folder `app` with Next.js's standalone server.";
      example = "inputs.cartographer.packages.aarch64-linux.cartographer-frontend";
    };
    port = mkOption {
      type = types.port;
      default = 3000;
      description = "Where the frontend answers nginx.";
      example = 3000;
    };
  };

  config = lib.mkIf (!cfg.systemOnly) {
    systemd.services.cartographer-frontend = {
      description = "Cartographer frontend";
      partOf = [ "cartographer.target" ];
      # After the backend answers, but not bound to it: without it the frontend can still say so.
      wants = [
        "network-online.target"
        "cartographer-backend.service"
      ]
      ++ cfg.secrets.units;
      after = [
        "network-online.target"
        "cartographer-backend.service"
      ]
      ++ cfg.secrets.units;
      startLimitIntervalSec = 0;
      # As for the backend: what is retried restarts in one step.
      stopIfChanged = false;

      environment = {
        NODE_ENV = "production";
        HASKELL_BACKEND_URL = "http://localhost:${toString cfg.backend.port}";
        # Next.js's names for where to listen; without the first it listens on every address.
        HOSTNAME = "127.0.0.1";
        PORT = toString cfg.frontend.port;
      };
      path = [ pkgs.curl ];

      serviceConfig = import ../lib/hardening.nix // {
        Type = "exec";
        User = "cartographer";
        Group = "cartographer";
        WorkingDirectory = "${cfg.frontend.package}/app";
        EnvironmentFile = cfg.secrets.environmentFiles;
        ExecStart = lib.concatStringsSep " " (
          cfg.secrets.launcher ++ [ "${pkgs.nodejs}/bin/node ${cfg.frontend.package}/app/server.js" ]
        );
        # Any answer will do: with the application's basic authentication on, it is 401.
        ExecStartPost = "${script "wait-for"} http://127.0.0.1:${toString cfg.frontend.port}/";
        TimeoutStartSec = "2min";
        Restart = "always";
        RestartSec = 5;
        # Next.js ends what it is doing and leaves with the number of the signal.
        SuccessExitStatus = 143;
        TimeoutStopSec = "30s";

        # Nothing of the host's data is the frontend's.
        InaccessiblePaths = [ "-${cfg.efs.mountPoint}" ];
        # What Node needs: it counts processors and memory in /proc, and lists network interfaces over netlink.
        # MemoryDenyWriteExecute= is missing on purpose: V8 compiles as it runs.
        ProcSubset = "all";
        RestrictAddressFamilies = [
          "AF_INET"
          "AF_INET6"
          "AF_NETLINK"
          "AF_UNIX"
        ];
        SocketBindDeny = "any";
        SocketBindAllow = "tcp:${toString cfg.frontend.port}";
      };
    };
  };
}
