# The reader of secrets/<env>/secrets.sops.json, in which names are plain and values are not. Whatever is wrong with the
# file becomes one sentence and the command that mends it; functions of builtins alone.
{
  environment,
  # The root of the checkout.
  root,
  # The keys that must be there beside the variables.
  keys,
}:
let
  file = "secrets/${environment}/secrets.sops.json";
  path = root + "/${file}";
  text = builtins.readFile path;
  content = builtins.fromJSON text;
  variables = content.environment or null;
  others = builtins.removeAttrs content [
    "environment"
    "sops"
  ];
  required = import ./required-variables.nix (builtins.readFile (root + "/.env.example"));

  isName = name: builtins.match "[A-Za-z_][A-Za-z0-9_]*" name != null;
  inherit (import ./sops-encryption.nix) clearIn isSigned;
  # What sops leaves as it is, and what holds more than one text, is no value for a host.
  textless = values: builtins.filter (name: !isText values.${name}) (builtins.attrNames values);
  isText = value: builtins.isString value && value != "";
  missingIn = values: builtins.filter (name: !(values ? ${name}));
  list = builtins.concatStringsSep ", ";

  check = "./cartographer secrets check ${environment}";
  is = next: sentence: throw "${file} ${sentence}.\n  next: ${next}";
in
if !builtins.pathExists path then
  is "./cartographer secrets init ${environment}, then: git add ${file}"
    "is missing, or git does not track it: a flake sees tracked files only"
else if !(import ./json.nix).isObject text then
  is check "is no JSON object: it was cut off, or edited"
else if !(builtins.isAttrs variables) then
  is check "has no variables under environment"
else if builtins.filter (name: !isName name) (builtins.attrNames variables) != [ ] then
  is check "has a name under environment that no variable can have"
else if clearIn content != [ ] then
  is check (
    "is not encrypted, at ${list (clearIn content)}: "
    + "if it was ever pushed, these must be replaced at their source"
  )
else if !isSigned content then
  is check "was not written by sops, or is decrypted: it has no mac"
else if textless (variables // others) != [ ] then
  is check "has no text at ${list (textless (variables // others))}"
else if missingIn variables required != [ ] then
  is check "lacks what .env.example requires: ${list (missingIn variables required)}"
else if missingIn others keys != [ ] then
  is check (
    "lacks ${list (missingIn others keys)}, which belongs to the certificate in "
    + "hosts/infra-cartographer-${environment}.json"
  )
else
  {
    inherit path;
    variables = builtins.attrNames variables;
  }
