# Stub: the functions of nixpkgs' lib that hosts/ uses, with the meaning they have there.
let
  modules = import ./modules.nix;
in
modules
// rec {
  inherit modules;
  inherit (builtins)
    attrNames
    attrValues
    concatMap
    concatStringsSep
    elem
    filter
    mapAttrs
    ;
  optional = condition: value: if condition then [ value ] else [ ];
  optionals = condition: values: if condition then values else [ ];
  optionalAttrs = condition: attrs: if condition then attrs else { };
  optionalString = condition: text: if condition then text else "";
  mapAttrsToList = make: attrs: map (name: make name attrs.${name}) (attrNames attrs);
  genAttrs =
    names: make:
    builtins.listToAttrs (
      map (name: {
        inherit name;
        value = make name;
      }) names
    );
  concatMapStrings = make: values: builtins.concatStringsSep "" (map make values);
  removeSuffix =
    suffix: text:
    let
      end = builtins.stringLength text - builtins.stringLength suffix;
    in
    if end >= 0 && builtins.substring end (-1) text == suffix then builtins.substring 0 end text else text;
  escapeShellArg = text: "'${builtins.replaceStrings [ "'" ] [ "'\\''" ] (toString text)}'";
  getExe = package: "${package}/bin/${package.meta.mainProgram or package.pname}";
}
