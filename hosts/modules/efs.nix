# The file system with the database: EFS over NFS at /mnt/efs. Its root is mounted; the data lives in m36-data below it.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.cartographer;
in
{
  options.cartographer.efs = {
    mountPoint = mkOption {
      type = types.path;
      default = "/mnt/efs";
      readOnly = true;
      description = "Where the file system is mounted.";
      example = "/mnt/efs";
    };
    mountUnit = mkOption {
      type = types.str;
      default = "mnt-efs.mount";
      readOnly = true;
      description = "The mount's systemd unit; its name follows from the mount point.";
      example = "mnt-efs.mount";
    };
    mount = mkOption {
      type = types.attrsOf types.unspecified;
      readOnly = true;
      internal = true;
      description = "The mount as `fileSystems` takes it, for tests that mount something else beside it.";
      example = {
        device = "fs-0123456789abcdef0.efs.ap-northeast-1.amazonaws.com:/";
        fsType = "nfs4";
      };
    };
  };

  config = {
    cartographer.efs.mount = {
      device = "${cfg.infra.efs_dns_name}:/";
      fsType = "nfs4";
      # What AWS recommends; `hard` makes writers wait for a server that is away instead of telling them that all went
      # well.
      options = [
        "nfsvers=4.1"
        "rsize=1048576"
        "wsize=1048576"
        "hard"
        "timeo=600"
        "retrans=2"
        "_netdev"
      ];
    };
    fileSystems.${cfg.efs.mountPoint} = cfg.efs.mount;
  };
}
