# Waits until an address answers, so that a unit counts as started when it serves. The unit's TimeoutStartSec= ends the
# wait. Arguments: those of curl, with the address last.
set -euo pipefail
until curl --silent --output /dev/null --max-time 5 "$@"; do sleep 1; done
