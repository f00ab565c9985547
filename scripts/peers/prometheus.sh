#!/usr/bin/env bash
# A real Prometheus on 127.0.0.1 with a history of its own, for the end-to-end tests.
#
#   scripts/peers/prometheus.sh STATE_DIR PORT HISTORY
#
# HISTORY is OpenMetrics text with timestamps in seconds that ends with "# EOF". Installs the Debian package
# where it is missing. Prints READY, stays in the foreground; SIGTERM ends it and what it started.
set -euo pipefail
state=${1:?state directory}
port=${2:?port}
history=${3:?history}
if ! command -v prometheus >/dev/null || ! command -v promtool >/dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus >/dev/null
fi
mkdir -p "$state/tsdb"
# Blocks written under a running server are seen only a minute later: the history comes first.
promtool tsdb create-blocks-from openmetrics -q --max-block-duration=24h "$history" "$state/tsdb" >/dev/null
printf 'global: {scrape_interval: 60s}\n' >"$state/prometheus.yml"
prometheus --config.file="$state/prometheus.yml" --storage.tsdb.path="$state/tsdb" --storage.tsdb.retention.time=10y \
  --web.listen-address="127.0.0.1:$port" --log.level=warn >"$state/prometheus.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
ready() {
  (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'GET /-/ready HTTP/1.0\r\n\r\n' >&3 && head -n 1 <&3 | grep -q ' 200') 2>/dev/null
}
for _ in $(seq 1 300); do
  if ready; then
    echo "READY http://127.0.0.1:$port"
    wait "$server"
    exit
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
tail "$state/prometheus.log" >&2
exit 1
