# How far the content of a file is encrypted, by the rule of contract/encryption.json, which contract/sops.ts applies as
# well.
let
  rules = builtins.fromJSON (builtins.readFile ../../contract/encryption.json);
  isEncrypted = value: builtins.isString value && builtins.match rules.encrypted value != null;
  clearBelow =
    way: value:
    if builtins.isAttrs value then
      builtins.concatMap (key: clearBelow (way ++ [ key ]) value.${key}) (builtins.attrNames value)
    else if builtins.isList value then
      builtins.concatMap (clearBelow way) value
    else if isEncrypted value || builtins.elem value rules.left then
      [ ]
    else
      [ (builtins.concatStringsSep "." way) ];
in
{
  # Whether sops put its code over it.
  isSigned = { sops ? null, ... }: builtins.isAttrs sops && isEncrypted (sops.mac or null);
  # The name of each value that anybody can read, though it says something: the keys on the way to it.
  clearIn = content: clearBelow [ ] (builtins.removeAttrs content [ "sops" ]);
}
