# One node as plain data: what a person, or a test, wants to know of it.
environment: config:
let
  mount = config.fileSystems."/mnt/efs";
  sshPorts = if config.services.openssh.enable && config.services.openssh.openFirewall then [ 22 ] else [ ];
  keys = config.deployment.keys;
in
{
  inherit environment;
  name = "cartographer-${environment}";
  inherit (config.deployment)
    targetHost
    targetUser
    tags
    sshOptions
    ;
  inherit (config.cartographer.infra) domain;
  stateVersion = config.system.stateVersion;
  mountDevice = mount.device;
  mountOptions = mount.options;
  units = builtins.attrNames config.systemd.services;
  secretsBackend = config.cartographer.secrets.backend;
  keys = builtins.attrNames keys;
  keyCommands = builtins.mapAttrs (_: key: key.keyCommand) keys;
  openPorts = builtins.sort builtins.lessThan (sshPorts ++ config.networking.firewall.allowedTCPPorts);
}
