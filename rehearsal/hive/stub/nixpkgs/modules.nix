# Stub: a small evaluator of NixOS modules. It knows options with types and defaults, mkIf, mkMerge, mkForce, mkDefault
# and mkBefore/mkAfter, nested and submodules; an option that nobody declared, a value of the wrong type and two values
# where one belongs are errors, as in nixpkgs. It is no nixpkgs: what is not in use here is missing.
let
  inherit (builtins)
    all
    any
    attrNames
    catAttrs
    concatMap
    concatStringsSep
    elem
    elemAt
    filter
    foldl'
    head
    isAttrs
    isBool
    isFunction
    isInt
    isList
    isPath
    isString
    length
    listToAttrs
    mapAttrs
    removeAttrs
    sort
    tail
    typeOf
    ;

  show = concatStringsSep ".";
  fail = path: problem: throw "The option `${show path}' ${problem}.";
  unique = foldl' (seen: value: if elem value seen then seen else seen ++ [ value ]) [ ];
  fill = names: make: listToAttrs (map (name: { inherit name; value = make name; }) names);

  wrap = _type: more: content: more // { inherit _type content; };
  mkIf = condition: wrap "if" { inherit condition; };
  mkMerge = wrap "merge" { };
  mkOverride = priority: wrap "override" { inherit priority; };
  mkOrder = order: wrap "order" { inherit order; };
  typed = value: if isAttrs value then value._type or null else null;

  # The attribute sets that a definition consists of, conditions and priorities pushed down to their attributes, so that
  # the names of options are known before any condition is.
  pushDown =
    value:
    let
      down = around: map (mapAttrs (_: around)) (pushDown value.content);
    in
    {
      "if" = down (mkIf value.condition);
      override = down (mkOverride value.priority);
      order = down (mkOrder value.order);
      merge = concatMap pushDown value.content;
    }
    .${toString (typed value)} or [ value ];

  # A definition as plain values, each with its priority and place.
  discharge =
    value:
    {
      "if" = if value.condition then discharge value.content else [ ];
      override = map (found: found // { inherit (value) priority; }) (discharge value.content);
      order = map (found: found // { inherit (value) order; }) (discharge value.content);
      merge = concatMap discharge value.content;
    }
    .${toString (typed value)} or [
      {
        inherit value;
        priority = 100;
        order = 1000;
      }
    ];

  # The values that count: those of the best priority, in order.
  winners =
    definitions:
    let
      found = concatMap discharge definitions;
      best = foldl' (low: one: if one.priority < low then one.priority else low) 9999 found;
    in
    catAttrs "value" (sort (a: b: a.order < b.order) (filter (one: one.priority == best) found));

  evalOption =
    path: option: definitions:
    let
      found = winners definitions;
      value =
        if found != [ ] then
          option.type.merge path found
        else if option ? default then
          option.type.merge path [ option.default ]
        else
          fail path "is used but not defined";
    in
    if option.readOnly or false && length found + (if option ? default then 1 else 0) > 1 then
      fail path "is read-only, but set more than once"
    else
      (option.apply or (same: same)) value;

  isOption = value: typed value == "option";

  evalTree =
    path: options: definitions:
    let
      sets = concatMap pushDown definitions;
    in
    mapAttrs (
      name: option:
      (if isOption option then evalOption else evalTree) (path ++ [ name ]) option (catAttrs name sets)
    ) options;

  # Definitions without an option.
  strangers =
    path: options: definitions:
    let
      sets = concatMap pushDown definitions;
    in
    concatMap (
      name:
      let
        here = path ++ [ name ];
      in
      if !(options ? ${name}) then
        [ (show here) ]
      else if isOption options.${name} then
        [ ]
      else
        strangers here options.${name} (catAttrs name sets)
    ) (unique (concatMap attrNames sets));

  mergeOptions =
    path: a: b:
    a
    // mapAttrs (
      name: new:
      if !(a ? ${name}) then
        new
      else if isOption new || isOption a.${name} then
        fail (path ++ [ name ]) "is declared twice"
      else
        mergeOptions (path ++ [ name ]) a.${name} new
    ) b;

  evalModules =
    {
      modules,
      specialArgs ? { },
      prefix ? [ ],
    }:
    let
      arguments = specialArgs // {
        inherit config options;
        lib = import ./lib.nix;
      };
      load =
        module:
        let
          value = if isPath module || isString module then import module else module;
          body = if isFunction value then value arguments else value;
          structured = body ? config || body ? options;
          extra = removeAttrs body [
            "imports"
            "options"
            "config"
            "_file"
          ];
        in
        if structured && extra != { } then
          throw "A module has `config' or `options' and, beside them, ${concatStringsSep ", " (attrNames extra)}."
        else
          concatMap load (body.imports or [ ])
          ++ [
            {
              options = body.options or { };
              config = if structured then body.config or { } else extra;
            }
          ];
      loaded = concatMap load modules;
      options = foldl' (mergeOptions prefix) { } (catAttrs "options" loaded);
      definitions = catAttrs "config" loaded;
      unknown = strangers prefix options definitions;
      config = evalTree prefix options definitions;
    in
    {
      inherit options;
      config = if unknown == [ ] then config else throw "The option `${head unknown}' does not exist.";
    };

  one =
    name: check: path: values:
    let
      wrong = filter (value: !check value) values;
    in
    if wrong != [ ] then
      fail path "is not of type `${name}': it is a ${typeOf (head wrong)}"
    else if any (value: value != head values) (tail values) then
      fail path "has conflicting values"
    else
      head values;
  simple = name: check: {
    inherit name check;
    merge = one name check;
  };

  types = rec {
    unspecified = {
      name = "unspecified";
      check = _: true;
      merge =
        path: values:
        if all isAttrs values then foldl' (a: b: a // b) { } values else one "unspecified" (_: true) path values;
    };
    bool = simple "boolean" isBool;
    str = simple "string" isString;
    int = simple "integer" isInt;
    ints.unsigned = simple "unsigned integer" (value: isInt value && value >= 0);
    ints.positive = simple "positive integer" (value: isInt value && value > 0);
    port = simple "port" (value: isInt value && value >= 0 && value < 65536);
    path = simple "absolute path" (
      value: isPath value || (isString value || value ? outPath) && builtins.substring 0 1 "${value}" == "/"
    );
    package = simple "package" (value: isAttrs value && value ? outPath);
    enum = values: simple "one of ${builtins.toJSON values}" (value: elem value values);
    lines = {
      name = "lines";
      check = isString;
      merge =
        path: values:
        if all isString values then concatStringsSep "\n" values else one "lines" isString path values;
    };
    nullOr = type: {
      name = "null or ${type.name}";
      check = value: value == null || type.check value;
      merge = path: values: if all (value: value == null) values then null else type.merge path values;
    };
    either = a: b: {
      name = "${a.name} or ${b.name}";
      check = value: a.check value || b.check value;
      merge =
        path: values:
        if all a.check values then
          a.merge path values
        else if all b.check values then
          b.merge path values
        else
          one "${a.name} or ${b.name}" (_: false) path values;
    };
    oneOf = list: foldl' either (head list) (tail list);
    listOf = type: {
      name = "list of ${type.name}";
      check = isList;
      merge =
        path: values:
        if !all isList values then
          one "list of ${type.name}" isList path values
        else
          let
            flat = concatMap (list: concatMap discharge list) values;
          in
          builtins.genList (
            index: type.merge (path ++ [ "[${toString index}]" ]) [ (elemAt flat index).value ]
          ) (length flat);
    };
    nonEmptyListOf = type: listOf type // { check = value: isList value && value != [ ]; };
    attrsOf = type: {
      name = "attribute set of ${type.name}";
      check = isAttrs;
      merge =
        path: values:
        if !all isAttrs values then
          one "attribute set of ${type.name}" isAttrs path values
        else
          let
            sets = concatMap pushDown values;
            defined = filter (name: winners (catAttrs name sets) != [ ]) (unique (concatMap attrNames sets));
          in
          fill defined (name: type.merge (path ++ [ name ]) (winners (catAttrs name sets)));
    };
    submodule = module: {
      name = "submodule";
      check = value: isAttrs value || isFunction value;
      merge =
        path: values:
        (evalModules {
          modules = [ module ] ++ map (value: if isFunction value then value else { config = value; }) values;
          specialArgs.name = elemAt path (length path - 1);
          prefix = path;
        }).config;
    };
    # What a key of a systemd unit may be; lists of several definitions join, everything else must agree.
    unitValue = {
      name = "systemd option";
      check = value: isBool value || isInt value || isString value || value ? outPath || isList value || isPath value;
      merge =
        path: values:
        if any isList values then
          concatMap (value: if isList value then value else [ value ]) values
        else
          one "systemd option" unitValue.check path values;
    };
  };
in
{
  inherit
    evalModules
    types
    mkIf
    mkMerge
    mkOverride
    mkOrder
    ;
  mkOption = option: { type = types.unspecified; } // option // { _type = "option"; };
  mkEnableOption = description: {
    _type = "option";
    type = types.bool;
    default = false;
    inherit description;
  };
  mkForce = mkOverride 50;
  mkDefault = mkOverride 1000;
  mkBefore = mkOrder 500;
  mkAfter = mkOrder 1500;
}
