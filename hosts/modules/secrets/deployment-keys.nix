# Secrets by Colmena: files of the operator's folder, copied over SSH, never through the Nix store.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.cartographer;
  envFile = if cfg.environment == "prod" then ".env.production" else ".env.${cfg.environment}";

  # On the encrypted root disk, root's alone: Colmena's /run/keys is empty after a reboot, and a reboot must need nobody.
  directory = "/var/lib/cartographer-keys";

  # A command, not a file: `keyFile = ./x` would copy x into the world-readable store, and an absolute path would need --impure.
  # It runs on the operator's machine, in the folder where colmena was started.
  key = file: {
    keyCommand = [
      "sh"
      "-c"
      ''test -r "$0" || { echo "$0 is not here: run colmena in the root of the checkout, with the secret in place" >&2; exit 1; }; cat "$0"''
      file
    ];
    destDir = directory;
    user = "root";
    group = "root";
    permissions = "0600";
  };

  # Colmena makes one unit a key, active while the file exists.
  keyUnits = [
    "env-file-key.service"
    "origin-key-key.service"
  ];
in
{
  config = lib.mkIf (cfg.secrets.backend == "deployment-keys" && !cfg.systemOnly) {
    deployment.keys = {
      env-file = key envFile;
      origin-key = key "secrets/${cfg.environment}/origin-key.pem";
    };

    # Colmena's units watch this folder for a key to come: they need it before the first one does.
    systemd.tmpfiles.rules = [ "d ${directory} 0700 root root" ];

    cartographer.secrets = {
      environmentFiles = [ "${directory}/env-file" ];
      originKeyFile = "${directory}/origin-key";
      units = keyUnits;
    };

    # The origin key needs no such watch: it changes with its certificate, and with that nginx.conf and nginx.
    systemd.paths.cartographer-secrets = {
      description = "Changes of the application's secrets";
      wantedBy = [ "multi-user.target" ];
      pathConfig.PathChanged = "${directory}/env-file";
    };
    systemd.services.cartographer-secrets = {
      description = "Restart what reads the application's secrets when they change";
      # At boot it remembers what the services then start with.
      wantedBy = [ "multi-user.target" ];
      after = keyUnits;
      serviceConfig = import ../../lib/caretaker.nix // {
        ExecStart = "${import ../../lib/script.nix pkgs "restart-on-change"} ${directory}/env-file ${toString cfg.secrets.consumers}";
        RuntimeDirectory = "cartographer-secrets";
        RuntimeDirectoryMode = "0700";
        RuntimeDirectoryPreserve = true;
      };
    };
  };
}
