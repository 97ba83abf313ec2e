{
  description = "Cartographer on NixOS: one host an environment, deployed by Colmena";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";

    colmena.url = "github:zhaofengli/colmena";
    colmena.inputs.nixpkgs.follows = "nixpkgs";
    colmena.inputs.stable.follows = "nixpkgs";

    sops-nix.url = "github:Mic92/sops-nix";
    sops-nix.inputs.nixpkgs.follows = "nixpkgs";

    # The application keeps its own nixpkgs: it is then built, and cached, exactly as its own repository builds it.
    cartographer.url = "github:plural-reality/cartographer";
    cartographer.inputs.colmena.follows = "colmena";
  };

  # Where the application is built already; nix asks once whether to trust it. Hosts have the same in hosts/table.nix.
  nixConfig = {
    extra-substituters = [ "https://kotto5.cachix.org" ];
    extra-trusted-public-keys = [ "kotto5.cachix.org-1:kIqTVHIxWyPkkiJ24ceZpS6JVvs2BE8GTIA48virk/s=" ];
  };

  outputs =
    { self, ... }@inputs:
    let
      # NEXT_PUBLIC_*: what the browser may know. Built into the frontend, so a change here builds it anew; never a
      # secret. `infra` is hosts/infra-cartographer-<env>.json. What is not named here keeps the value of the
      # application's own flake.nix.
      nextPublic = infra: {
        NEXT_PUBLIC_SITE_URL = infra.domain_url;
        # NEXT_PUBLIC_SUPABASE_URL = "https://….supabase.co";
        # NEXT_PUBLIC_SUPABASE_ANON_KEY = { staging = "…"; prod = "…"; }.${infra.environment};
      };

      linux = [
        "aarch64-linux"
        "x86_64-linux"
      ];
      mac = [
        "aarch64-darwin"
        "x86_64-darwin"
      ];
      forEach =
        systems: make:
        builtins.listToAttrs (
          map (system: {
            name = system;
            value = make (
              import inputs.nixpkgs {
                inherit system;
                # Terraform's licence is not a free one; nothing else unfree gets in.
                config.allowUnfreePredicate = package: package.pname or null == "terraform";
              }
            );
          }) systems
        );
    in
    {
      colmenaHive = inputs.colmena.lib.makeHive (import ./hosts { inherit inputs nextPublic; });

      # The same hosts for tools that know NixOS but not Colmena.
      nixosConfigurations = self.colmenaHive.nodes;

      # A host in a virtual machine, with the real NixOS: nix flake check.
      checks = forEach linux (pkgs: {
        host = pkgs.testers.runNixOSTest ./hosts/vm-test.nix;
      });

      # What an operator needs: nix develop.
      devShells = forEach (linux ++ mac) (pkgs: {
        default = pkgs.mkShell {
          packages = [
            # The Colmena that the hive is made for, not nixpkgs's.
            inputs.colmena.packages.${pkgs.stdenv.hostPlatform.system}.colmena
            pkgs.age
            pkgs.awscli2
            pkgs.nodejs_24
            pkgs.openssl
            pkgs.sops
            pkgs.ssm-session-manager-plugin
            pkgs.terraform
          ];
          # Else Terraform and cdktf call home at each run (programs/shell-variables.ts).
          CHECKPOINT_DISABLE = "1";
        };
      });

      formatter = forEach (linux ++ mac) (pkgs: pkgs.nixfmt-tree);
    };
}
