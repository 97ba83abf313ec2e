# The backend: a Haskell server over a project-m36 database that lives on EFS.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.cartographer;
  inherit (cfg.efs) mountPoint mountUnit;
  script = import ../lib/script.nix pkgs;
in
{
  options.cartographer.backend = {
    package = mkOption {
      type = types.package;
      description = "The backend, from the application's flake.";
      example = "inputs.cartographer.packages.aarch64-linux.cartographer-backend";
    };
    port = mkOption {
      type = types.port;
      default = 8080;
      readOnly = true;
      description = "Where the backend answers: the number is written in its own source.";
      example = 8080;
    };
    dataDirectory = mkOption {
      type = types.path;
      default = "${mountPoint}/m36-data";
      description = "The database. It makes this folder itself: nobody else may.";
      example = "/mnt/efs/m36-data";
    };
  };

  config = lib.mkIf (!cfg.systemOnly) {
    systemd.services.cartographer-backend = {
      description = "Cartographer backend";
      partOf = [ "cartographer.target" ];
      # Requires= would leave the backend running when the mount goes; BindsTo= takes it down with it.
      bindsTo = [ mountUnit ];
      wants = [ "network-online.target" ] ++ cfg.secrets.units;
      after = [
        "network-online.target"
        mountUnit
      ]
      ++ cfg.secrets.units;
      # Without the mount, /mnt/efs is a folder of the local disk: a database begun there would be lost with the host.
      unitConfig.AssertPathIsMountPoint = mountPoint;
      # Tried for as long as it takes (modules/default.nix), so no number of starts is too many.
      startLimitIntervalSec = 0;
      # A deploy restarts it in one step. Stopped first and started later, it could be retried in between, as its old
      # self.
      stopIfChanged = false;

      environment.M36_DATA_PATH = cfg.backend.dataDirectory;
      path = [ pkgs.curl ];

      serviceConfig = import ../lib/hardening.nix // {
        Type = "exec";
        User = "cartographer";
        Group = "cartographer";
        StateDirectory = "cartographer";
        WorkingDirectory = "/var/lib/cartographer";
        EnvironmentFile = cfg.secrets.environmentFiles;

        ExecStartPre = [
          # An NFS mount shows up as root's; "+" runs this as root, a moment before the backend needs it (guide, section
          # 5).
          "+${pkgs.coreutils}/bin/chown cartographer:cartographer ${mountPoint}"
          "${script "check-data"} ${cfg.backend.dataDirectory}"
        ];
        ExecStart = lib.concatStringsSep " " (cfg.secrets.launcher ++ [ (lib.getExe cfg.backend.package) ]);
        # Started means: the schema is migrated and the server answers. The frontend waits for that.
        ExecStartPost = "${script "wait-for"} --fail http://127.0.0.1:${toString cfg.backend.port}/health";
        TimeoutStartSec = "5min";
        Restart = "always";
        RestartSec = 5;

        # Haskell's runtime dies of SIGTERM on the spot; SIGINT reaches the program as an exception, and the database is
        # closed.
        KillSignal = "SIGINT";
        TimeoutStopSec = "1min";

        ReadWritePaths = [ mountPoint ];
        # No code is made at run time: the runtime is compiled, and project-m36 is built without its script engine.
        MemoryDenyWriteExecute = true;
        # Unix sockets are for looking up names.
        RestrictAddressFamilies = [
          "AF_INET"
          "AF_INET6"
          "AF_UNIX"
        ];
        SocketBindDeny = "any";
        SocketBindAllow = "tcp:${toString cfg.backend.port}";
      };
    };
  };
}
