# What is deployed, told by the host itself: /.well-known/version.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.cartographer;
in
{
  options.cartographer = {
    revision = mkOption {
      type = types.str;
      description = "The commit that the configuration was built from.";
      example = "c8cfcd6ccd422e41cc631a0b73ed4d5a925c393d";
    };
    versionJson = mkOption {
      type = types.str;
      readOnly = true;
      internal = true;
      description = "What /.well-known/version answers.";
      example = ''{"revision":"…"}'';
    };
  };

  config = {
    cartographer.versionJson = builtins.toJSON {
      inherit (cfg) environment revision;
      host = config.networking.hostName;
      schema_version = cfg.infra.schema_version;
    };
    # The same for `nixos-version --json` on the host.
    system.configurationRevision = cfg.revision;
  };
}
