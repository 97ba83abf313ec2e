# One node in depth, for the tests: files and values that a report has no room for.
config: {
  inherit (config) deployment;
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
