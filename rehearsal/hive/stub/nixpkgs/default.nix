# Stub: `import nixpkgs { system = …; }`. A package is a name with a path in it; nothing can be built.
{ system, ... }:
let
  lib = import ./lib.nix;
  package =
    pname: more:
    {
      inherit pname;
      outPath = "/nix/store/${builtins.substring 0 32 (builtins.hashString "sha256" pname)}-${pname}-stub";
      type = "derivation";
    }
    // more;
  # A text in the store: its path tells the name, `text` what stands in it.
  file = name: text: package name { inherit text; };
in
# Packages of nixpkgs 25.11 that flake.nix and hosts/ use.
builtins.mapAttrs package {
  age = { };
  awscli2 = { };
  coreutils = { };
  curl = { };
  htop = { };
  jq = { };
  mailcap = { };
  nginxStable.version = "1.28.0";
  nixfmt-tree = { };
  nodejs = { };
  nodejs_24 = { };
  openssl = { };
  sops = { };
  ssm-session-manager-plugin = { };
  systemd = { };
  terraform = { };
  vim = { };
}
// {
  inherit lib system;
  stdenv.hostPlatform = { inherit system; };
  path = ./.;
  overlays = [ ];
  config = { };
  writeText = file;
  writeShellScript = file;
  # Whatever else it is given is a variable of the shell.
  mkShell = package "shell";
  testers.runNixOSTest = test: package "vm-test" { inherit test; };
}
