# A look at JSON before builtins.fromJSON, which ends the evaluation at the first mistake with a message that names
# neither file nor remedy, and which nothing can catch. With each string shrunk to one quote, what is left is a short
# text that a pattern knows. Formatting does not matter.
let
  # Backslashes stand doubled inside brackets, where regex libraries differ on whether one escapes.
  plain = ''[^[:cntrl:]"\\]*'';
  string = ''"${plain}(\\(["\\/bfnrt]|u[0-9a-fA-F]{4})${plain})*"'';
  space = "[ \n\r\t]*";
  number = "-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?";

  pieces = builtins.split string;
  isString = builtins.isList;
  # Nothing between the strings has a quote, so all of them were whole.
  hasWholeStrings =
    content: builtins.all (piece: isString piece || builtins.match ''[^"]*'' piece != null) (pieces content);
  # What is put in place of each match.
  replaced =
    by: found:
    builtins.concatStringsSep "" (map (piece: if builtins.isList piece then by else piece) found);
  shapeOf = content: replaced "\"" (pieces content);
in
{
  # Whether a text is an object, however deep.
  isObject =
    content:
    let
      value = ''${space}("|${number}|true|false|null)${space}'';
      member = ''${space}"${space}:${value}'';
      list = ''\[(${space}|${value}(,${value})*)]'';
      object = "[{](${space}|${member}(,${member})*)}";
      # The innermost lists and objects become numbers, again and again, until one is left or nothing changes.
      shrink =
        shape:
        let
          smaller = replaced "0" (builtins.split "(${list}|${object})" shape);
        in
        if builtins.match "${space}${object}${space}" shape != null then
          true
        else if smaller == shape then
          false
        else
          shrink smaller;
    in
    hasWholeStrings content && shrink (shapeOf content);
}
