# Secrets: how they reach the host is one choice; what services see is the same for each.
#
# A backend is a module beside this one, active where `cartographer.secrets.backend` names it. It sets what services
# read here: paths, units to wait for, a command to start through. No service knows which backend it is.
{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  imports = [
    ./deployment-keys.nix
    ./secrets-manager.nix
    ./sops.nix
  ];

  options.cartographer.secrets = {
    backend = mkOption {
      type = types.enum [
        "deployment-keys"
        "secrets-manager"
        "sops"
      ];
      default = "deployment-keys";
      description = ''
        How secrets reach the host.
        - `deployment-keys`: Colmena copies them from the operator's folder (.env.staging, .env.production,
          secrets/<env>/origin-key.pem).
        - `sops`: they are committed, encrypted, in secrets/<env>/secrets.sops.json; the host decrypts them with
          its SSH key.
        - `secrets-manager`: the host fetches them from AWS Secrets Manager whenever a service starts, and keeps them
          in memory.
      '';
      example = "deployment-keys";
    };
    consumers = mkOption {
      type = types.listOf types.str;
      default = [
        "cartographer-backend.service"
        "cartographer-frontend.service"
      ];
      readOnly = true;
      internal = true;
      description = "The units that read the application's variables, to restart when these change.";
      example = [ "cartographer-backend.service" ];
    };
    environmentFiles = mkOption {
      type = types.listOf types.path;
      default = [ ];
      internal = true;
      description = "Files with the application's variables, as systemd's EnvironmentFile= reads them.";
      example = [ "/var/lib/cartographer-secrets/env-file" ];
    };
    launcher = mkOption {
      type = types.listOf types.str;
      default = [ ];
      internal = true;
      description = ''
        A command and its arguments that start a service with the application's variables in its environment.
      '';
      example = [ "/nix/store/…-with-environment" ];
    };
    originKeyFile = mkOption {
      type = types.path;
      internal = true;
      description = "The private key of the origin certificate, a file or a socket that root can read.";
      example = "/var/lib/cartographer-secrets/origin-key";
    };
    units = mkOption {
      type = types.listOf types.str;
      default = [ ];
      internal = true;
      description = "Units to wait for: when they are active, the secrets are there.";
      example = [ "env-file-key.service" ];
    };
  };
}
