# What a small service of root's is denied that only tells systemd to start something: it needs systemd's socket,
# nothing else.
import ./hardening.nix
// {
  Type = "oneshot";
  MemoryDenyWriteExecute = true;
  PrivateNetwork = true;
  IPAddressDeny = "any";
  RestrictAddressFamilies = [ "AF_UNIX" ];
}
