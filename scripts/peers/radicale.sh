#!/usr/bin/env bash
# A real Radicale on 127.0.0.1: calendars by CalDAV, and each as one file.
#
#   scripts/peers/radicale.sh STATE_DIR PORT PYTHON
#
# PYTHON has what tests/peers/radicale.txt names. User nabat with the password nabat-pass. Prints READY, stays in the
# foreground; SIGTERM ends it.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
python=${3:?a Python with Radicale}
mkdir -p "$state/collections"
state=$(cd "$state" && pwd)
echo 'nabat:nabat-pass' >"$state/users"
cat >"$state/config" <<C
[server]
hosts = 127.0.0.1:$port
[auth]
type = htpasswd
htpasswd_filename = $state/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = $state/collections
[logging]
level = warning
C
"$python" -m radicale -C "$state/config" >"$state/radicale.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
for _ in $(seq 1 300); do
  if curl -fs -o /dev/null "http://127.0.0.1:$port/.web/" 2>/dev/null; then
    echo "READY http://127.0.0.1:$port"
    wait "$server"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
tail "$state/radicale.log" >&2
exit 1
