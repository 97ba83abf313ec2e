# hosts/lib/nginx.nix with arguments given as JSON.
{ root, given }:
{
  text = import (/. + root + "/hosts/lib/nginx.nix") (builtins.fromJSON given);
}
