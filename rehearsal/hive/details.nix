# One node in depth, for the tests: files and values that a report has no room for.
config: {
  inherit (config) deployment;
  # What the services see of the secrets, whatever the backend; without the application there are none.
  secrets =
    if config.cartographer.systemOnly then
      null
    else
      {
        inherit (config.cartographer.secrets)
          environmentFiles
          launcher
          originKeyFile
          units
          ;
      };
  # sopsFile is told as a text: a path would be copied to the store.
  sops = {
    inherit (config.sops) templates;
    secrets = builtins.mapAttrs (_: secret: secret // { sopsFile = toString secret.sopsFile; }) config.sops.secrets;
    keys = config.sops.age.sshKeyPaths ++ config.sops.gnupg.sshKeyPaths;
  };
  unitFiles = import ./units.nix config;
  nginx = config.services.nginx.config;
  # What the application consists of.
  services = config.systemd.targets.cartographer.wants or [ ];
  # Units that a deploy restarts in one step.
  restartedInOneStep = builtins.filter (name: !config.systemd.services.${name}.stopIfChanged) (
    builtins.attrNames config.systemd.services
  );
  nginxService = config.systemd.services.nginx.serviceConfig or null;
  frontendBuild = config.cartographer.frontend.package.env;
  user = config.users.users.cartographer.uid;
  rootKeys = config.users.users.root.openssh.authorizedKeys.keys;
  nix = config.nix.settings;
  revision = config.system.configurationRevision;
}
