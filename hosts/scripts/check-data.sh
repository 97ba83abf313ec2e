# Looks at the database on EFS, as the user who is about to open it, and stops the start with a sentence where the
# database would crash. Arguments: the data directory.
set -euo pipefail
data=$1

# The database makes its folder itself and fails on one that is there and empty: an interrupted first start leaves that.
if [ -d "$data" ]; then rmdir --ignore-fail-on-non-empty "$data"; fi
if [ ! -d "$data" ]; then exit 0; fi

# Two levels: a number that changed has changed everywhere, and a look at every file would take minutes over NFS.
stranger=$(find "$data" -maxdepth 2 ! -uid "$(id -u)" -print -quit)
if [ -n "$stranger" ]; then
  echo "$stranger belongs to the user number $(stat -c %u "$stranger"), but the backend runs as number $(id -u):" \
    "set uid and gid of this host in hosts/table.nix to what the data has, and deploy again." >&2
  exit 1
fi
