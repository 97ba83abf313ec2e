# Restarts units when the content of a file has changed since the last run: Colmena replaces a key at every deploy, changed or
# not. The first run of a boot only remembers. Arguments: the file, the units.
set -euo pipefail
file=$1
shift
# $RUNTIME_DIRECTORY is root's alone, in memory.
remembered=$RUNTIME_DIRECTORY/$(basename "$file").sha256

now=$(sha256sum <"$file")
before=$(cat "$remembered" 2>/dev/null || true)
if [ "$now" = "$before" ]; then exit 0; fi
echo "$now" >"$remembered"
if [ -n "$before" ]; then
  echo "$file has changed: restarting $*"
  # The units themselves see to it that they come up, however long that takes.
  systemctl --no-block try-restart "$@"
fi
