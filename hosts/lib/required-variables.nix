# The variables that every environment needs: those which .env.example sets. Argument: its text.
text:
builtins.concatMap (
  line:
  let
    assignment = builtins.match "([A-Za-z_][A-Za-z0-9_]*)=.*" line;
  in
  if assignment == null then [ ] else assignment
) (builtins.filter builtins.isString (builtins.split "\n" text))
