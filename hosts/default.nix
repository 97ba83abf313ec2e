# The hive: from the host table, one node an environment. What Colmena reads, as a plain value.
{
  inputs,
  nextPublic,
  table ? import ./table.nix,
  directory ? ./.,
}:
let
  contract = import ./contract.nix;
  pkgsFor = system: import inputs.nixpkgs { inherit system; };

  node = environment: host: {
    name = "cartographer-${environment}";
    # Read by this node alone: another environment's bad JSON does not matter here.
    value =
      let
        infra = contract.read { inherit directory environment; };
        packages = inputs.cartographer.packages.${host.system};
      in
      {
        imports = [
          inputs.sops-nix.nixosModules.sops
          ./modules
        ];

        deployment = {
          targetHost = contract.targetHost infra;
          targetUser = "root";
          tags = [ environment ];
          inherit (host) buildOnTarget;
          # Written by `cartographer sync`: straight to the host, or through SSM, as config/environments.ts says.
          sshOptions = [
            "-F"
            "hosts/ssh_config"
          ];
        };

        system.stateVersion = host.stateVersion;

        cartographer = {
          inherit environment infra;
          inherit (host) operators substituters systemOnly;
          revision = inputs.self.rev or inputs.self.dirtyRev or "uncommitted";
          user = { inherit (host) uid gid; };
          backend.package = packages.cartographer-backend;
          frontend.package = packages.cartographer-frontend.overrideAttrs (old: {
            env = (old.env or { }) // nextPublic infra;
          });
          nginx.originPulls = host.originPulls;
          secrets.backend = host.secretsBackend;
        };
      };
  };
  nodes = builtins.listToAttrs (builtins.attrValues (builtins.mapAttrs node table));
in
nodes
// {
  meta = {
    description = "Cartographer";
    nixpkgs = pkgsFor "aarch64-linux";
    nodeNixpkgs = builtins.listToAttrs (
      map (environment: {
        name = "cartographer-${environment}";
        value = pkgsFor table.${environment}.system;
      }) (builtins.attrNames table)
    );
    # `colmena apply` without --on would reach staging and prod at once.
    allowApplyAll = false;
  };
}
