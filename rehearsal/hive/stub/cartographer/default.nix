# Stub: the application's packages, as names.
let
  package = pname: attrs: {
    inherit pname;
    type = "derivation";
    outPath =
      let
        hash = builtins.hashString "sha256" (builtins.toJSON attrs);
      in
      "/nix/store/${builtins.substring 0 32 hash}-${pname}-stub";
    meta.mainProgram = pname;
    overrideAttrs = change: package pname (attrs // change attrs);
  }
  // attrs;
  packages = {
    cartographer-backend = package "cartographer-backend" { };
    cartographer-frontend = package "cartographer-frontend" { env.NEXT_TELEMETRY_DISABLED = "1"; };
  };
in
{
  packages.aarch64-linux = packages;
  packages.x86_64-linux = packages;
}
