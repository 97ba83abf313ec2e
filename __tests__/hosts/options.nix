# Every option below `cartographer`, with what it says of itself.
{ root }:
let
  hive = import ../../rehearsal/hive/evaluate.nix { inherit root; };
  walk =
    path: options:
    builtins.concatLists (
      builtins.attrValues (
        builtins.mapAttrs (
          name: it:
          if it._type or null == "option" then
            [
              {
                name = "${path}.${name}";
                value = {
                  description = it ? description;
                  example = it ? example;
                  type = it.type.name;
                };
              }
            ]
          else
            walk "${path}.${name}" it
        ) options
      )
    );
in
builtins.listToAttrs (
  walk "cartographer" hive.outputs.colmenaHive.nodes.cartographer-prod.options.cartographer
)
