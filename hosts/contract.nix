# The reader of the contract between Terraform and Nix: hosts/infra-cartographer-<env>.json. Its rules are
# contract/rules.json, which contract/reader.ts reads as well: the same verdict in the same words. Functions of builtins
# alone. Whatever is wrong with the file becomes one sentence and the command that mends it.
let
  inherit (builtins.fromJSON (builtins.readFile ../contract/rules.json))
    keys
    rehearsal_address
    text
    words
    ;
  inherit (builtins)
    all
    attrNames
    concatStringsSep
    filter
    isString
    length
    ;

  fileName = environment: "infra-cartographer-${environment}.json";

  matches = pattern: value: isString value && builtins.match pattern value != null;

  # A text with values in place of their names in braces.
  fill =
    template: values:
    let
      names = filter (name: isString values.${name}) (attrNames values);
    in
    builtins.replaceStrings (map (name: "{${name}}") names) (map (name: values.${name}) names) template;

  # What is put in place of each match.
  replaced =
    content: step:
    let
      by = builtins.elemAt step 1;
      pieces = builtins.split (builtins.head step) content;
    in
    concatStringsSep "" (map (piece: if isString piece then piece else by) pieces);

  # Whether a text is an object of texts, whole numbers, words and lists of texts, and in ASCII. Nothing can catch the
  # error of builtins.fromJSON, so the text is looked at first.
  isFlatObject =
    content:
    builtins.stringLength content <= text.longest
    && matches text.characters content
    && matches text.object (builtins.foldl' replaced content text.shrink);

  holds =
    rule: value:
    if rule ? pattern then
      matches rule.pattern value
    else if rule ? number then
      value == rule.number
    else if rule ? equals then
      isString value
    else
      builtins.isList value && fits rule value;

  # Whether each item is of one of the families, and each family has its number of items.
  fits =
    { families, most, ... }:
    items:
    let
      names = attrNames families;
      isOf = family: matches families.${family};
      count = family: length (filter (isOf family) items);
    in
    all (family: count family > 0 && count family <= most.${family}) names
    && all (item: builtins.any (family: isOf family item) names) items;

  wrong =
    key:
    fill words.wrong {
      inherit key;
      is = keys.${key}.equals or keys.${key}.is;
    };

  # What is wrong with an attribute set as the contract of an environment; null if nothing is.
  problemOfValue =
    environment: infra:
    let
      wrongKeys = builtins.concatMap (
        key:
        if !(infra ? ${key}) then
          [ (fill words.missing { inherit key; }) ]
        else if holds keys.${key} infra.${key} then
          [ ]
        else
          [ (wrong key) ]
      ) (attrNames keys);
      unknownKeys = map (key: fill words.unknown { inherit key; }) (attrNames (removeAttrs infra (attrNames keys)));
      # What does not follow from the other keys, each of which keeps its own rule.
      disagreements = map wrong (
        filter (key: keys.${key} ? equals && infra.${key} != fill keys.${key}.equals infra) (attrNames keys)
      );
      problems = wrongKeys ++ unknownKeys;
      remaining = if problems != [ ] then problems else disagreements;
      version = infra.schema_version or null;
      named = infra.environment or null;
    in
    if builtins.isInt version && version != keys.schema_version.number then
      fill words.version {
        found = toString version;
        read = toString keys.schema_version.number;
      }
    else if named != environment && matches keys.environment.pattern named then
      fill words.environment {
        found = named;
        asked = environment;
      }
    else if remaining != [ ] then
      fill words.broken { problems = concatStringsSep "; " remaining; }
    else
      null;
in
rec {
  # The contract of an environment, from the folder that holds its file.
  read =
    { directory, environment }@which:
    let
      wrong = problem which;
    in
    if wrong == null then
      builtins.fromJSON (builtins.readFile (directory + "/${fileName environment}"))
    else
      throw "${wrong.message}\n  next: ${wrong.next}";

  # What is wrong with an environment's file, and what to do next; null if nothing is.
  problem =
    { directory, environment }:
    let
      path = directory + "/${fileName environment}";
      file = "hosts/${fileName environment}";
      sentence =
        if !builtins.pathExists path then
          "is missing, or git does not track it: a flake sees tracked files only"
        else
          problemOfText environment (builtins.readFile path);
    in
    if sentence == null then
      null
    else
      {
        message = "${file} ${sentence}.";
        next = "./cartographer sync ${environment} && git add -N ${file}";
      };

  # What is wrong with a text as the contract of an environment, as the end of a sentence; null if nothing is.
  problemOfText =
    environment: content:
    if isFlatObject content then problemOfValue environment (builtins.fromJSON content) else words.text;

  # Where to deploy. The addresses of a rehearsal are those set aside for documentation (RFC 5737): such a file
  # evaluates, so that a fresh clone can be checked, and its host's name says what to run instead of deploying.
  targetHost =
    infra:
    if matches rehearsal_address infra.instance_public_ip then
      "run-cartographer-sync-${infra.environment}.invalid"
    else
      infra.instance_public_ip;
}
