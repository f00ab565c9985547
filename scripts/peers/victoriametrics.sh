#!/usr/bin/env bash
# A real VictoriaMetrics on 127.0.0.1 with a history of its own, for the end-to-end tests.
#
#   scripts/peers/victoriametrics.sh STATE_DIR PORT HISTORY
#
# HISTORY is Prometheus text with timestamps in milliseconds. Installs the Debian package where it is missing.
# Prints READY, stays in the foreground; SIGTERM ends it and what it started.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
history=${3:?history}
if ! command -v victoria-metrics >/dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends victoria-metrics >/dev/null
fi
mkdir -p "$state"
victoria-metrics -httpListenAddr="127.0.0.1:$port" -storageDataPath="$state/data" -retentionPeriod=10y \
  -loggerLevel=WARN >"$state/victoriametrics.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
call() {
  curl -fsS --noproxy '*' "http://127.0.0.1:$port$1" "${@:2}"
}
for _ in $(seq 1 300); do
  if call /health >/dev/null 2>&1; then
    call /api/v1/import/prometheus --data-binary @"$history"
    # What was taken in is not seen before it is written.
    call /internal/force_flush >/dev/null
    echo "READY http://127.0.0.1:$port"
    wait "$server"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
tail "$state/victoriametrics.log" >&2
exit 1
