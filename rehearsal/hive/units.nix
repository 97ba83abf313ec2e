# The unit files of a node, as NixOS would write them from the same options (no more of them than hosts/ declares).
config:
let
  inherit (builtins)
    attrNames
    attrValues
    concatMap
    concatStringsSep
    filter
    isBool
    isList
    listToAttrs
    mapAttrs
    removeAttrs
    ;

  value = it: if isBool it then (if it then "true" else "false") else toString it;
  key = name: it: if isList it then map (one: "${name}=${value one}") it else [ "${name}=${value it}" ];
  section =
    title: keys:
    concatStringsSep "\n" ([ "[${title}]" ] ++ concatMap (name: key name keys.${name}) (attrNames keys)) + "\n";

  names = it: if it == [ ] then [ ] else concatStringsSep " " it;
  unitSection =
    unit:
    section "Unit" (
      {
        Description = unit.description;
        After = names unit.after;
        Before = names unit.before;
        BindsTo = names unit.bindsTo;
        PartOf = names unit.partOf;
        Requires = names unit.requires;
        Wants = names unit.wants;
        StartLimitIntervalSec = if unit.startLimitIntervalSec or null == null then [ ] else unit.startLimitIntervalSec;
      }
      // unit.unitConfig
    );
  service =
    unit:
    unitSection unit
    + section "Service" (
      { Environment = map (name: "\"${name}=${unit.environment.${name}}\"") (attrNames unit.environment); }
      // unit.serviceConfig
    );
  socket = unit: unitSection unit + section "Socket" ({ ListenStream = unit.listenStreams; } // unit.socketConfig);
  # As systemd's generator makes it of NixOS's fstab.
  mount =
    where: it:
    section "Unit" {
      Description = where;
      After = "network-online.target";
    }
    + section "Mount" {
      What = it.device;
      Where = where;
      Type = it.fsType;
      Options = concatStringsSep "," it.options;
    };
  mountName = where: builtins.replaceStrings [ "/" ] [ "-" ] (builtins.substring 1 999 where);

  files =
    suffix: make: units:
    map (name: {
      name = "${name}.${suffix}";
      value = make units.${name};
    }) (attrNames units);
  # nginx's unit and Colmena's are theirs, not ours.
  ours = removeAttrs config.systemd.services (
    filter (name: !(config.systemd.services.${name}.serviceConfig ? ExecStart)) (attrNames config.systemd.services)
  );
in
listToAttrs (
  files "service" service ours
  ++ files "target" unitSection config.systemd.targets
  ++ files "socket" socket config.systemd.sockets
  ++ files "path" (unit: unitSection unit + section "Path" unit.pathConfig) config.systemd.paths
  ++ files "timer" (unit: unitSection unit + section "Timer" unit.timerConfig) config.systemd.timers
  ++ attrValues (
    mapAttrs (where: it: {
      name = "${mountName where}.mount";
      value = mount where it;
    }) config.fileSystems
  )
)
