# Secrets by Colmena: files of the operator's folder, copied over SSH, never through the Nix store.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.cartographer;
  inherit (cfg) environment;
  script = import ../../lib/script.nix pkgs;

  envFile = if environment == "prod" then ".env.production" else ".env.${environment}";
  # Named after its slot: during a rotation both keys are on the host, and going back to the last generation finds its
  # own.
  originKey = "${cfg.infra.origin_slot}-key";
  originKeyFile = "secrets/${environment}/${originKey}.pem";

  # On the encrypted root disk, root's alone: Colmena's /run/keys is empty after a reboot, and a reboot must need
  # nobody.
  uploads = "/var/lib/cartographer-keys";
  # What services read; see accept-keys.sh for why that is not the same.
  accepted = "/var/lib/cartographer-secrets";

  # A command, not a file: `keyFile = ./x` would copy x into the world-readable store, and an absolute path would need
  # --impure. It runs on the operator's machine, in the folder where colmena was started. "cartographer" is the script's
  # name for itself.
  key = file: {
    keyCommand = [
      "sh"
      "-c"
      (builtins.readFile ../../scripts/print-key.sh)
      "cartographer"
      environment
      envFile
      originKeyFile
      cfg.infra.origin_certificate
      file
    ];
    destDir = uploads;
    user = "root";
    group = "root";
    permissions = "0600";
  };

  # Colmena makes one unit a key, active while the file exists.
  keyUnits = [
    "env-file-key.service"
    "${originKey}-key.service"
  ];
in
{
  config = lib.mkIf (cfg.secrets.backend == "deployment-keys" && !cfg.systemOnly) {
    deployment.keys = {
      env-file = key envFile;
      ${originKey} = key originKeyFile;
    };

    # Colmena's units watch this folder for a key to come: they need it before the first one does.
    systemd.tmpfiles.rules = [ "d ${uploads} 0700 root root" ];

    cartographer.secrets = {
      environmentFiles = [ "${accepted}/env-file" ];
      originKeyFile = "${accepted}/${originKey}";
      units = keyUnits ++ [ "cartographer-secrets.service" ];
    };

    # The origin key needs no such watch: it changes with its certificate, and with that nginx.conf and nginx.
    systemd.paths.cartographer-secrets = {
      description = "Changes of the application's secrets";
      wantedBy = [ "multi-user.target" ];
      pathConfig.PathChanged = "${uploads}/env-file";
    };
    # Also a part of each start of what reads secrets.
    systemd.services.cartographer-secrets = {
      description = "Accept the secrets that Colmena has uploaded";
      wantedBy = [ "multi-user.target" ];
      after = keyUnits;
      serviceConfig = import ../../lib/caretaker.nix // {
        ExecStart = "${script "accept-keys"} ${uploads} env-file ${originKey} ${toString cfg.secrets.consumers}";
        StateDirectory = baseNameOf accepted;
        StateDirectoryMode = "0700";
      };
    };
  };
}
