# Starts a command with the application's variables in its environment. They come as a credential: systemd asks
# cartographer-environment.socket for it when the unit starts, and keeps it in memory for this unit alone. They become
# the environment of the command, never its arguments, which every user of the host can see.
# Arguments: the command and its arguments.
set -euo pipefail
variables=${CREDENTIALS_DIRECTORY:-}/environment

refuse() {
  printf 'The variables of the application %s.\n  next: %s\n' "$1" \
    "journalctl -n 20 -u 'cartographer-environment@*'" >&2
  exit 1
}

[ -s "$variables" ] || refuse "did not come from AWS Secrets Manager"
while IFS= read -r -d '' variable; do export "${variable?}"; done <"$variables"
[ -z "$variable" ] || refuse "came cut off"
exec "$@"
