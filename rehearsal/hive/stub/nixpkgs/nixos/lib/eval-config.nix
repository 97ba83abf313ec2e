# Stub: a NixOS configuration, evaluated with the options of ../options.nix alone.
{
  system,
  modules,
  specialArgs ? { },
}:
let
  pkgs = import ../.. { inherit system; };
  evaluated = pkgs.lib.evalModules {
    modules = [ ../options.nix ] ++ modules;
    specialArgs = {
      inherit pkgs;
      modulesPath = toString ../modules;
    }
    // specialArgs;
  };
  failed = builtins.filter (one: !one.assertion) evaluated.config.assertions;
in
evaluated
// {
  inherit pkgs;
  config =
    if failed == [ ] then
      evaluated.config
    else
      throw "Failed assertions: ${builtins.concatStringsSep "; " (map (one: one.message) failed)}";
}
