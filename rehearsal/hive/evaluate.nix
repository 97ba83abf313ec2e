# The hive below `root` (flake.nix, hosts/), evaluated with nix alone: flake.nix itself, with stub inputs
# (stub/README.md).
{
  # An absolute path, as text.
  root,
  # The environments to look at, as JSON; null for all.
  environments ? "null",
}:
let
  directory = /. + root;
  contract = import (directory + "/hosts/contract.nix");
  table = import (directory + "/hosts/table.nix");

  inputs = {
    nixpkgs.outPath = ./stub/nixpkgs;
    colmena = import ./stub/colmena;
    cartographer = import ./stub/cartographer;
    sops-nix = import ./stub/sops-nix;
    self = outputs // {
      rev = "0000000000000000000000000000000000000000";
    };
  };
  outputs = (import (directory + "/flake.nix")).outputs inputs;

  asked = builtins.fromJSON environments;
  wanted = if asked == null then builtins.attrNames table else asked;

  report =
    environment:
    let
      problem = contract.problem {
        inherit environment;
        directory = directory + "/hosts";
      };
    in
    if !(table ? ${environment}) then
      {
        problem = {
          message =
            "hosts/table.nix has no host for the environment ${environment}; it has: "
            + "${builtins.concatStringsSep ", " (builtins.attrNames table)}.";
          next = "add the line `${environment} = common;` to hosts/table.nix";
        };
      }
    else if problem != null then
      { inherit problem; }
    else
      { node = import ./report.nix environment outputs.colmenaHive.nodes."cartographer-${environment}".config; };
in
{
  # What evaluateHive answers from.
  reports = map report wanted;
  # The same nodes in depth, and the flake's other outputs, for the tests.
  details = builtins.listToAttrs (
    map (environment: {
      name = environment;
      value = import ./details.nix outputs.colmenaHive.nodes."cartographer-${environment}".config;
    }) wanted
  );
  inherit outputs;
}
