# Copies what Colmena has uploaded to where services read it, and restarts those that read the variables when these have
# changed. Colmena replaces a key at every deploy, changed or not; and where the key's command refuses on the operator's
# machine, by an empty file: ssh is waiting for its input by then, and takes the end of it for the whole. So no service
# reads an upload, and no empty one is copied.
# Arguments: the folder of uploads, the file of variables in it, the origin key in it, the units to restart. The copies
# go to $STATE_DIRECTORY.
set -euo pipefail
uploads=$1 variables=$2 key=$3
shift 3

# Whether there was something new.
accept() {
  local upload=$uploads/$1 copy=$STATE_DIRECTORY/$1
  if [ ! -s "$upload" ]; then
    if [ -e "$upload" ]; then echo "$upload is empty, so a deploy was refused: keeping what was there before"; fi
    return 1
  fi
  if [ -e "$copy" ] && [ "$(sha256sum <"$upload")" = "$(sha256sum <"$copy")" ]; then return 1; fi
  install -m 0600 "$upload" "$copy.new"
  mv "$copy.new" "$copy"
}

accept "$key" || true
if accept "$variables"; then
  echo "$variables has changed: restarting what runs of $*"
  # The units themselves see to it that they come up, however long that takes.
  systemctl --no-block try-restart "$@"
fi
