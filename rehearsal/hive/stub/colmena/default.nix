# Stub: `lib.makeHive` of Colmena, with the options of a node's `deployment` at the locked revision.
{
  packages = builtins.listToAttrs (
    map
      (name: {
        inherit name;
        value.colmena.pname = "colmena";
      })
      [
        "aarch64-darwin"
        "aarch64-linux"
        "x86_64-darwin"
        "x86_64-linux"
      ]
  );

  lib.makeHive =
    hive:
    let
      inherit (hive.meta.nixpkgs) lib;
      inherit (lib) mkOption types;
      nodeNames = builtins.filter (name: name != "meta" && name != "defaults") (builtins.attrNames hive);

      optional =
        type: default:
        mkOption { inherit type default; };
      key =
        { name, config, ... }:
        {
          options = {
            name = optional types.str name;
            text = optional (types.nullOr types.str) null;
            keyFile = optional (types.nullOr types.path) null;
            keyCommand = optional (types.nullOr (types.nonEmptyListOf types.str)) null;
            destDir = optional types.path "/run/keys";
            path = optional types.path "${config.destDir}/${config.name}";
            user = optional types.str "root";
            group = optional types.str "root";
            permissions = optional types.str "0600";
            uploadAt = optional (types.enum [
              "pre-activation"
              "post-activation"
            ]) "pre-activation";
          };
        };
      deployment = name: {
        targetHost = optional (types.nullOr types.str) name;
        targetPort = optional (types.nullOr types.ints.unsigned) null;
        targetUser = optional (types.nullOr types.str) "root";
        allowLocalDeployment = optional types.bool false;
        buildOnTarget = optional types.bool false;
        tags = optional (types.listOf types.str) [ ];
        keys = optional (types.attrsOf (types.submodule key)) { };
        replaceUnknownProfiles = optional types.bool true;
        sshOptions = optional (types.listOf types.str) [ ];
      };
      # One unit a key, active while the key is there.
      keyUnits =
        { config, ... }:
        {
          config.systemd.services = builtins.listToAttrs (
            map (name: {
              name = "${name}-key";
              value.description = "Key ${name} of Colmena";
            }) (builtins.attrNames config.deployment.keys)
          );
        };

      nodes = lib.genAttrs nodeNames (
        name:
        let
          pkgs = hive.meta.nodeNixpkgs.${name} or hive.meta.nixpkgs;
        in
        import (pkgs.path + "/nixos/lib/eval-config.nix") {
          inherit (pkgs) system;
          specialArgs = { inherit name nodes; };
          modules = [
            { options.deployment = deployment name; }
            keyUnits
            (hive.defaults or { })
            hive.${name}
          ];
        }
      );
    in
    {
      __schema = "v0.5";
      inherit nodes;
      deploymentConfig = builtins.mapAttrs (_: node: node.config.deployment) nodes;
      metaConfig = { allowApplyAll = hive.meta.allowApplyAll or true; };
    };
}
